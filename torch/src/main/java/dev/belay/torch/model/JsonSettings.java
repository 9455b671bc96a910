package dev.belay.torch.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.JsonErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON object in a file whose keys are read one by one; what is wrong with any is collected. */
final class JsonSettings {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;
  private final ObjectNode root;
  private final List<String> issues = new ArrayList<>();

  JsonSettings(Path file, ObjectNode root) {
    this.file = file;
    this.root = root;
  }

  /** Reads a file that must be there. */
  static JsonSettings read(Path file) {
    return readIfPresent(file)
        .orElseThrow(
            () ->
                new BadInputException(
                    file + ": no such file. A Hugging Face model directory has one."));
  }

  /** Reads a file that may be missing. */
  static Optional<JsonSettings> readIfPresent(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
        return Optional.of(new JsonSettings(file, object));
      }
      throw new BadInputException(file + ": holds JSON, but not an object.");
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new BadInputException(
          "%s: is not valid JSON: %s%s.".formatted(file, JsonErrors.words(e), line), e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e, e);
    }
  }

  Path file() {
    return file;
  }

  ObjectNode root() {
    return root;
  }

  /** The value of a key; null in JSON and no such key are the same: missing. */
  JsonNode get(String key) {
    JsonNode node = root.path(key);
    return node.isNull() ? MissingNode.getInstance() : node;
  }

  /** A whole number that must be there. */
  int integer(String key, int max) {
    return integer(key, get(key), max);
  }

  /** A whole number from 1 to {@code max}, or what holds when the key is missing. */
  int integer(String key, int max, int missing) {
    JsonNode node = get(key);
    return node.isMissingNode() ? missing : integer(key, node, max);
  }

  int integer(String key, JsonNode node, int max) {
    if (node.isIntegralNumber()
        && node.canConvertToInt()
        && node.intValue() >= 1
        && node.intValue() <= max) {
      return node.intValue();
    }
    issue(key, "is %s; needed is a whole number from 1 to %d".formatted(shown(node), max));
    return 1;
  }

  /** A positive number, or what holds when the key is missing. */
  double positive(String key, double missing) {
    return positive(key, get(key), missing);
  }

  double positive(String key, JsonNode node, double missing) {
    if (node.isMissingNode()) {
      return missing;
    }
    double value = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value > 0) || Double.isInfinite(value)) {
      issue(key, "is %s; needed is a positive number".formatted(shown(node)));
      return 1;
    }
    return value;
  }

  /** True or false, or what holds when the key is missing. */
  boolean flag(String key, boolean missing) {
    JsonNode node = get(key);
    if (!node.isMissingNode() && !node.isBoolean()) {
      issue(key, "is %s; needed is true or false".formatted(shown(node)));
    }
    return node.isMissingNode() ? missing : node.booleanValue();
  }

  /** Notes that the key's value will not do. */
  void issue(String key, String what) {
    issues.add("%s: %s %s.".formatted(file, key, what));
  }

  static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "missing" : node.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  /** Throws if anything was wrong. */
  void check() {
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }
}
