package dev.belay.torch.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How text is cut into words before byte-pair merging, by the name in {@code tokenizer.ggml.pre}. A
 * wrong choice gives other ids for the same text, silently: so there is no fallback.
 */
enum PreTokenizer {
  /** One piece per digit, then GPT-2's words. */
  SMOLLM,
  /** GPT-2's words. */
  GPT2,
  /** Case-blind contractions, single digits, line ends kept with punctuation. */
  QWEN2,
  /** As Qwen2, with up to three digits in a piece; whole words of the vocabulary are not merged. */
  LLAMA3,
  /** The same cut, and every word is merged: OLMo 2, SmolLM3. */
  DBRX,
  /** Words end where small letters are followed by capitals, up to three digits: Phi-4-mini. */
  GPT4O,
  /** The cut that llama.cpp makes for files that name no other. */
  DEFAULT;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String GPT2_WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String CASE_BLIND_WORDS =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final String CAPITALS = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String SMALL = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
  private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";
  private static final String WORDS_BY_CASE =
      ("[^\\r\\n\\p{L}\\p{N}]?" + CAPITALS + "*" + SMALL + "+" + CONTRACTION)
          + ("|[^\\r\\n\\p{L}\\p{N}]?" + CAPITALS + "+" + SMALL + "*" + CONTRACTION)
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  static Optional<PreTokenizer> named(String name) {
    return Arrays.stream(values()).filter(pre -> pre.names().contains(name)).findFirst();
  }

  static String knownNames() {
    return Arrays.stream(values())
        .flatMap(pre -> pre.names().stream())
        .collect(Collectors.joining(", "));
  }

  private List<String> names() {
    return switch (this) {
      case SMOLLM -> List.of("smollm", "refact", "starcoder");
      case GPT2 -> List.of("gpt-2");
      case QWEN2 -> List.of("qwen2");
      case LLAMA3 -> List.of("llama-bpe", "llama3", "llama-v3");
      case DBRX -> List.of("dbrx", "smaug-bpe");
      case GPT4O -> List.of("gpt-4o");
      case DEFAULT -> List.of("default");
    };
  }

  /** Whether a word that is in the vocabulary is taken whole, whatever the merges say. */
  boolean ignoresMerges() {
    return this == LLAMA3;
  }

  /** Whether a beginning-of-text token is put first unless the file says otherwise. */
  boolean addsBos() {
    return this == LLAMA3;
  }

  /** The normaliser of {@code tokenizer.json}, if there is one. */
  Optional<ObjectNode> normalizer() {
    return this == QWEN2 ? Optional.of(JSON.objectNode().put("type", "NFC")) : Optional.empty();
  }

  /** The pre-tokeniser of {@code tokenizer.json}. */
  ObjectNode toJson() {
    return switch (this) {
      case GPT2 -> byteLevel(true);
      case SMOLLM -> sequence(List.of(digits(), byteLevel(true)));
      case QWEN2 -> splits(List.of(CASE_BLIND_WORDS.formatted("\\p{N}")));
      case LLAMA3, DBRX -> splits(List.of(CASE_BLIND_WORDS.formatted("\\p{N}{1,3}")));
      case GPT4O -> splits(List.of(WORDS_BY_CASE));
      case DEFAULT ->
          splits(List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2_WORDS, "\\p{N}+", "[0-9][0-9][0-9]"));
    };
  }

  private static ObjectNode digits() {
    return JSON.objectNode().put("type", "Digits").put("individual_digits", true);
  }

  /** Bytes as printable characters, cut into GPT-2's words before if {@code words}. */
  static ObjectNode byteLevel(boolean words) {
    return JSON.objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", words);
  }

  private static ObjectNode splits(List<String> patterns) {
    ArrayNode steps = JSON.arrayNode();
    for (String pattern : patterns) {
      ObjectNode split = steps.addObject().put("type", "Split");
      split.putObject("pattern").put("Regex", pattern);
      split.put("behavior", "Isolated").put("invert", false);
    }
    steps.add(byteLevel(false));
    return sequence(steps);
  }

  private static ObjectNode sequence(List<ObjectNode> steps) {
    return sequence(JSON.arrayNode().addAll(steps));
  }

  private static ObjectNode sequence(ArrayNode steps) {
    ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
    sequence.set("pretokenizers", steps);
    return sequence;
  }
}
