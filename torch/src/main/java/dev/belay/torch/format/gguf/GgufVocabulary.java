package dev.belay.torch.format.gguf;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The byte-level BPE tokeniser that a GGUF file carries, checked for consistency.
 *
 * @param preTokenizer how text is cut into words
 * @param tokens texts by id
 * @param types what each token is
 * @param merges pairs in order of rank
 * @param addBos whether encoding begins with the beginning-of-text token
 */
record GgufVocabulary(
    PreTokenizer preTokenizer,
    List<String> tokens,
    List<TokenType> types,
    List<Merge> merges,
    boolean addBos) {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final String TOKENS = PREFIX + "tokens";

  /** Two tokens that become one. */
  record Merge(String left, String right) {}

  /** What a token is, in the order of the file's numbers, which begin at 1. */
  enum TokenType {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    /** Whether the token is found in text as it stands, before any cutting and merging. */
    boolean isAdded() {
      return this == CONTROL || this == USER_DEFINED || this == UNKNOWN;
    }

    /** Whether decoding leaves the token out. */
    boolean isSpecial() {
      return this == CONTROL || this == UNKNOWN;
    }
  }

  /** Reads and checks the tokeniser of a file with an embedding of {@code vocabularySize} rows. */
  static GgufVocabulary of(GgufMetadata metadata, int vocabularySize) {
    String model = metadata.text(PREFIX + "model");
    if (!model.equals("gpt2")) {
      throw metadata.fail(
          PREFIX + "model",
          "found \"" + model + "\"; only \"gpt2\" (byte-level BPE) can be imported");
    }
    PreTokenizer preTokenizer = preTokenizer(metadata);
    List<String> tokens = metadata.texts(TOKENS);
    if (tokens.isEmpty() || tokens.size() > vocabularySize) {
      throw metadata.fail(
          TOKENS, "%d tokens for an embedding of %d rows".formatted(tokens.size(), vocabularySize));
    }
    List<TokenType> types = types(metadata, tokens.size());
    List<Merge> merges = merges(metadata, ids(metadata, tokens, types));
    boolean addBos = metadata.flag(PREFIX + "add_bos_token", preTokenizer.addsBos());
    return new GgufVocabulary(preTokenizer, tokens, types, merges, addBos);
  }

  /** The id of a special token such as {@code bos}, if the file names one. */
  OptionalInt special(GgufMetadata metadata, String name) {
    return metadata.optionalWhole(PREFIX + name + "_token_id", 0, tokens.size() - 1);
  }

  private static PreTokenizer preTokenizer(GgufMetadata metadata) {
    String key = PREFIX + "pre";
    String known = "known are " + PreTokenizer.knownNames();
    String name =
        metadata
            .optionalText(key)
            .orElseThrow(
                () ->
                    metadata.fail(
                        key,
                        "missing: how text is cut before merging is not known (%s); convert the model again with a newer converter"
                            .formatted(known)));
    return PreTokenizer.named(name)
        .orElseThrow(() -> metadata.fail(key, "found \"" + name + "\"; " + known));
  }

  private static List<TokenType> types(GgufMetadata metadata, int count) {
    String key = PREFIX + "token_type";
    TokenType[] known = TokenType.values();
    List<TokenType> types = new ArrayList<>(count);
    for (int number : metadata.wholes(key, count)) {
      if (number < 1 || number > known.length) {
        throw metadata.fail(
            key, "token %d is of type %d; types 1 to 6 exist".formatted(types.size(), number));
      }
      types.add(known[number - 1]);
    }
    return types;
  }

  private static Map<String, Integer> ids(
      GgufMetadata metadata, List<String> tokens, List<TokenType> types) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (types.get(id) == TokenType.UNUSED) {
        continue;
      }
      if (tokens.get(id).isEmpty()) {
        throw metadata.fail(TOKENS, "token " + id + " is empty");
      }
      Integer before = ids.put(tokens.get(id), id);
      if (before != null) {
        throw metadata.fail(
            TOKENS, "tokens %d and %d are both \"%s\"".formatted(before, id, tokens.get(id)));
      }
    }
    return ids;
  }

  private static List<Merge> merges(GgufMetadata metadata, Map<String, Integer> ids) {
    List<Merge> merges = new ArrayList<>();
    for (String line : metadata.texts(PREFIX + "merges")) {
      int space = line.indexOf(' ');
      if (space <= 0 || space != line.lastIndexOf(' ') || space == line.length() - 1) {
        throw badMerge(metadata, merges.size(), line, "expected two tokens and a space between");
      }
      Merge merge = new Merge(line.substring(0, space), line.substring(space + 1));
      for (String part : List.of(merge.left(), merge.right(), merge.left() + merge.right())) {
        if (!ids.containsKey(part)) {
          throw badMerge(metadata, merges.size(), line, "\"" + part + "\" is not a token");
        }
      }
      merges.add(merge);
    }
    return merges;
  }

  private static BadInputException badMerge(
      GgufMetadata metadata, int index, String line, String reason) {
    return metadata.fail(
        PREFIX + "merges", "merge %d is \"%s\": %s".formatted(index, line, reason));
  }
}
