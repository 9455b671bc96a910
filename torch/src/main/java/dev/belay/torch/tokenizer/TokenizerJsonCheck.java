package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes sure that the native tokenizer library can take a {@code tokenizer.json}. On a syntax error
 * and on some contradictions that library aborts the whole process instead of reporting them.
 */
final class TokenizerJsonCheck {

  /** The native parser's limit is 128. */
  private static final int MAX_DEPTH = 100;

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(MAX_DEPTH)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private final Path file;
  private final JsonParser parser;
  private int longestInput = TokenizerLimits.LONGEST_INPUT;

  private TokenizerJsonCheck(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Throws unless the text is one JSON object that describes a byte-pair tokenizer.
   *
   * @return the most characters that a text given to it may have
   */
  static int check(Path file, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      TokenizerJsonCheck check = new TokenizerJsonCheck(file, parser);
      check.check();
      return check.longestInput;
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new BadInputException(file + ": is not valid JSON: " + reason, e);
    }
  }

  /** The whole tree, for comparing. */
  static JsonNode parsed(Path place, String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new BadInputException(place + ": tokenizer.json is not valid JSON", e);
    }
  }

  private void check() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw refusal("is not a JSON object");
    }
    boolean hasModel = false;
    Map<String, JsonNode> sections = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      checkScalar(JsonToken.FIELD_NAME);
      String section = parser.currentName();
      JsonToken value = parser.nextToken();
      if (section.equals("model") && value == JsonToken.START_OBJECT) {
        checkModel();
        hasModel = true;
      } else {
        JsonNode node = readNode();
        TokenizerComponents.problem(section, node)
            .ifPresent(
                problem -> {
                  throw refusal(problem);
                });
        sections.put(section, node);
      }
    }
    if (parser.nextToken() != null) {
      throw refusal("has something behind its JSON object");
    }
    if (!hasModel) {
      throw refusal("model is missing");
    }
    JsonNode none = MissingNode.getInstance();
    JsonNode normalizer = sections.getOrDefault("normalizer", none);
    AddedTokenConflicts.problem(sections.getOrDefault("added_tokens", none), normalizer)
        .ifPresent(
            problem -> {
              throw refusal(problem);
            });
    longestInput =
        TokenizerLimits.longestInput(normalizer, sections.getOrDefault("pre_tokenizer", none));
  }

  /** Everything but the two big tables is read; of these, only that they are sound JSON. */
  private void checkModel() throws IOException {
    Map<String, JsonNode> settings = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      checkScalar(JsonToken.FIELD_NAME);
      String key = parser.currentName();
      parser.nextToken();
      if (key.equals("vocab") || key.equals("merges")) {
        skipValue();
      } else {
        settings.put(key, readNode());
      }
    }
    JsonNode type = settings.get("type");
    if (type == null || !type.asText().equals("BPE")) {
      throw refusal("model.type is " + (type == null ? "missing" : type) + "; supported is BPE");
    }
    // The library cuts the prefix off each merge without looking whether it is there; dropout
    // would encode the same text differently each time.
    for (String key : new String[] {"continuing_subword_prefix", "dropout"}) {
      JsonNode value = settings.get(key);
      if (value != null && !value.isNull() && !value.asText().isEmpty()) {
        throw refusal("model." + key + " is " + value + "; supported is null");
      }
    }
  }

  private JsonNode readNode() throws IOException {
    JsonNode node = JSON.readTree(parser);
    try (JsonParser inner = JSON.treeAsTokens(node)) {
      for (JsonToken t = inner.nextToken(); t != null; t = inner.nextToken()) {
        checkScalar(inner, t);
      }
    }
    return node;
  }

  private void skipValue() throws IOException {
    JsonToken token = parser.currentToken();
    int depth = 0;
    do {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      checkScalar(token);
      if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
        requireShort(parser.getTextLength());
      }
      if (depth > 0) {
        token = parser.nextToken();
        if (token == null) {
          throw refusal("ends in the middle of its JSON");
        }
      }
    } while (depth > 0);
  }

  private void requireShort(int length) {
    if (length > TokenizerLimits.LONGEST_TOKEN) {
      throw refusal("one of its tokens has %,d characters".formatted(length));
    }
  }

  private void checkScalar(JsonToken token) throws IOException {
    checkScalar(parser, token);
  }

  /** The native parser refuses these two, some of its callers do not expect it to. */
  private void checkScalar(JsonParser source, JsonToken token) throws IOException {
    boolean good =
        switch (token) {
          case FIELD_NAME, VALUE_STRING -> isWellFormed(source.getText());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Double.isFinite(source.getDoubleValue());
          default -> true;
        };
    if (!good) {
      throw refusal("holds a number beyond double precision or half a surrogate pair");
    }
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private BadInputException refusal(String what) {
    return new BadInputException(
        "%s: %s. It is damaged, or not a tokenizer that Belay runs.".formatted(file, what));
  }
}
