package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * A {@code tokenizer.json} together with the tokens that the files beside it add ({@link
 * AddedTokens}): the whole of what decides which ids a text becomes.
 *
 * @param text the file's text, or what stands for it where the files beside it add something
 * @param addedTexts tokens that are found in text as they stand
 * @param config {@code tokenizer_config.json}; empty where there is none
 * @param longestInput characters of a text beyond which the library may fail, or take for ever
 */
record TokenizerFile(
    String text, Collection<String> addedTexts, Optional<ObjectNode> config, int longestInput) {

  private static final JsonMapper TREES =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  /**
   * Reads the file and those beside it.
   *
   * @throws BadInputException if one of them cannot be read, or is not what it should be
   */
  static TokenizerFile read(Path tokenizerJson) {
    if (!Files.isRegularFile(tokenizerJson)) {
      throw new BadInputException(
          tokenizerJson
              + ": no such file. A model needs its tokenizer.json to read and write text.");
    }
    String own = content(tokenizerJson);
    int longestInput = TokenizerJsonCheck.check(tokenizerJson, own);
    Optional<ObjectNode> config = beside(tokenizerJson, "tokenizer_config.json");
    JsonNode listed = added(tokenizerJson, own);
    AddedTokens added = beside(tokenizerJson, listed);
    if (added.areAllIn(listed)) {
      return new TokenizerFile(own, added.texts(), config, longestInput);
    }
    JsonNode root = TokenizerJsonCheck.parsed(tokenizerJson, own);
    if (root instanceof ObjectNode object) {
      added.putInto(object);
    }
    String whole = root.toString();
    TokenizerJsonCheck.check(tokenizerJson, whole);
    return new TokenizerFile(whole, added.texts(), config, longestInput);
  }

  /** The tree of the whole, in one form whichever file names which token: for comparing. */
  static JsonNode tree(Path tokenizerJson) {
    String own = content(tokenizerJson);
    JsonNode root = TokenizerJsonCheck.parsed(tokenizerJson, own);
    if (root instanceof ObjectNode object) {
      beside(tokenizerJson, object.path("added_tokens")).putInto(object);
    }
    return root;
  }

  private static AddedTokens beside(Path tokenizerJson, JsonNode listed) {
    return AddedTokens.of(
        listed,
        beside(tokenizerJson, "tokenizer_config.json"),
        beside(tokenizerJson, "special_tokens_map.json"),
        beside(tokenizerJson, "added_tokens.json"));
  }

  /** SHA-256 of the text. */
  String sha256() {
    return Sha256.of(text);
  }

  /** Whether {@code tokenizer_config.json} says that encoding puts this token before or behind. */
  Optional<Boolean> flag(String key) {
    return config.map(root -> root.path(key)).filter(JsonNode::isBoolean).map(JsonNode::asBoolean);
  }

  /** The text of a token that {@code tokenizer_config.json} names. */
  Optional<String> named(String key) {
    return config
        .map(root -> root.path(key))
        .map(node -> node.isObject() ? node.path("content") : node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  /** The file's own list of added tokens; the rest, which is large, is passed over. */
  private static JsonNode added(Path file, String text) {
    try (JsonParser parser = TREES.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String section = parser.currentName();
        parser.nextToken();
        if (section.equals("added_tokens")) {
          return TREES.readTree(parser);
        }
        parser.skipChildren();
      }
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new BadInputException(file + ": is not valid JSON", e);
    }
  }

  private static Optional<ObjectNode> beside(Path tokenizerJson, String name) {
    Path file = tokenizerJson.resolveSibling(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return TokenizerJsonCheck.parsed(file, content(file)) instanceof ObjectNode object
        ? Optional.of(object)
        : Optional.empty();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e, e);
    }
  }
}
