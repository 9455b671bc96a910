package dev.belay.torch.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokeniser that a GGUF file carries, checked for consistency.
 *
 * @param tokens texts by id
 * @param types what each token is
 * @param segmentation how text is cut into them
 * @param addBos whether encoding begins with the beginning-of-text token
 */
record GgufVocabulary(
    List<String> tokens, List<TokenType> types, Segmentation segmentation, boolean addBos) {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final String TOKENS = PREFIX + "tokens";

  /** Every way to put a token together is tried, which takes the square of its length. */
  private static final int LONGEST_TOKEN = 1_024;

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

  GgufVocabulary {
    tokens = List.copyOf(tokens);
    types = List.copyOf(types);
  }

  /** Reads and checks the tokeniser of a file with an embedding of {@code vocabularySize} rows. */
  static GgufVocabulary of(GgufMetadata metadata, int vocabularySize) {
    String model = metadata.text(PREFIX + "model");
    return switch (model) {
      case "gpt2" -> byteLevel(metadata, vocabularySize);
      case "llama" -> sentencePiece(metadata, vocabularySize);
      default ->
          throw metadata.fail(
              PREFIX + "model",
              "found \"%s\"; those that can be imported are \"gpt2\" (byte-level BPE) and \"llama\" (SentencePiece's BPE)"
                  .formatted(model));
    };
  }

  private static GgufVocabulary byteLevel(GgufMetadata metadata, int vocabularySize) {
    PreTokenizer pre = preTokenizer(metadata);
    List<String> tokens = tokens(metadata, vocabularySize);
    List<TokenType> types = types(metadata, tokens);
    Segmentation pairs = ByteLevelPairs.of(metadata, pre, ids(metadata, tokens, types));
    return new GgufVocabulary(tokens, types, pairs, addBos(metadata, pre.addsBos()));
  }

  private static GgufVocabulary sentencePiece(GgufMetadata metadata, int vocabularySize) {
    List<String> stored = tokens(metadata, vocabularySize);
    List<TokenType> types = types(metadata, stored);
    List<String> tokens = SentencePieceReader.withMarkedSpaces(stored, types);
    Map<String, Integer> ids = ids(metadata, tokens, types);
    Segmentation pieces = new SentencePieceReader(metadata, tokens, types, ids).read();
    return new GgufVocabulary(tokens, types, pieces, addBos(metadata, true));
  }

  private static boolean addBos(GgufMetadata metadata, boolean otherwise) {
    return metadata.flag(PREFIX + "add_bos_token", otherwise);
  }

  private static List<String> tokens(GgufMetadata metadata, int vocabularySize) {
    List<String> tokens = metadata.texts(TOKENS);
    if (tokens.isEmpty() || tokens.size() > vocabularySize) {
      throw metadata.fail(
          TOKENS, "%d tokens for an embedding of %d rows".formatted(tokens.size(), vocabularySize));
    }
    for (int id = 0; id < tokens.size(); id++) {
      if (tokens.get(id).length() > LONGEST_TOKEN) {
        throw metadata.fail(
            TOKENS,
            "token %d has %,d characters; at most %,d are imported"
                .formatted(id, tokens.get(id).length(), LONGEST_TOKEN));
      }
    }
    return tokens;
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

  private static List<TokenType> types(GgufMetadata metadata, List<String> tokens) {
    String key = PREFIX + "token_type";
    TokenType[] known = TokenType.values();
    List<TokenType> types = new ArrayList<>(tokens.size());
    for (int number : metadata.wholes(key, tokens.size())) {
      if (number < 1 || number > known.length) {
        throw metadata.fail(
            key, "token %d is of type %d; types 1 to 6 exist".formatted(types.size(), number));
      }
      types.add(known[number - 1]);
    }
    String template = metadata.optionalText("tokenizer.chat_template").orElse("");
    return ControlTexts.corrected(tokens, types, template);
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
}
