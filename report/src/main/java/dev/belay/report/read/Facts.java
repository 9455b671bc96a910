package dev.belay.report.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.report.data.Estimate;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Values of JSON files that may be of an earlier version: what is not there is empty, not wrong.
 */
final class Facts {

  private Facts() {}

  /**
   * A file.
   *
   * @throws BadInputException when it is no JSON
   */
  static JsonNode file(Path file) {
    try {
      return Json.MAPPER.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ": not valid JSON: " + JsonErrors.words(e) + ". Make it again, or take it away.",
          e);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  static OptionalDouble number(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isNumber() && Double.isFinite(value.doubleValue())
        ? OptionalDouble.of(value.doubleValue())
        : OptionalDouble.empty();
  }

  static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asText()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** Texts of a list. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** The number at a key with {@code low} and {@code high} beside it. */
  static Optional<Estimate> estimate(JsonNode node, String key) {
    OptionalDouble value = number(node, key);
    OptionalDouble low = number(node, "low");
    OptionalDouble high = number(node, "high");
    return value.isPresent() && low.isPresent() && high.isPresent()
        ? Optional.of(new Estimate(value.getAsDouble(), low.getAsDouble(), high.getAsDouble()))
        : Optional.empty();
  }

  static Optional<NonInferiority> held(JsonNode node, String key) {
    return one(NonInferiority.values(), text(node, key));
  }

  static Optional<SuiteKind> kind(JsonNode node) {
    return one(SuiteKind.values(), text(node, "kind"));
  }

  private static <E extends Enum<E>> Optional<E> one(E[] values, Optional<String> name) {
    return name.map(text -> text.toUpperCase(Locale.ROOT))
        .flatMap(text -> Arrays.stream(values).filter(v -> v.name().equals(text)).findFirst());
  }
}
