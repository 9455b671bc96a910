package dev.belay.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of one line under the names that people give them. */
final class Fields {

  private final DataRow row;

  Fields(DataRow row) {
    this.row = row;
  }

  DataRow row() {
    return row;
  }

  /** The first of several names that has a value other than null. */
  Optional<JsonNode> find(String... names) {
    return name(names).map(row.fields()::get);
  }

  private Optional<String> name(String... names) {
    for (String name : names) {
      if (row.fields().hasNonNull(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  boolean has(String... names) {
    return name(names).isPresent();
  }

  /** A text, which may be empty; empty when the field is missing. */
  Optional<String> text(String... names) {
    Optional<String> name = name(names);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    JsonNode value = row.fields().path(name.get());
    if (!value.isTextual()) {
      throw wrong(name.get(), "a text", value);
    }
    return Optional.of(value.textValue());
  }

  String requiredText(String... names) {
    return text(names).orElseThrow(() -> missing("a text", names));
  }

  /**
   * A text that is not blank, or a number or truth value as it is written; of a list of one, its
   * element.
   */
  String requiredScalar(String... names) {
    String name = name(names).orElseThrow(() -> missing("a text or a number", names));
    JsonNode value = row.fields().path(name);
    JsonNode scalar = value.isArray() && value.size() == 1 ? value.path(0) : value;
    if (!scalar.isValueNode()) {
      throw wrong(name, "one text or number", value);
    }
    String text = written(scalar);
    if (text.isBlank()) {
      throw wrong(name, "a text or a number that is not blank", value);
    }
    return text;
  }

  private static String written(JsonNode value) {
    if (!value.isNumber()) {
      return value.asText();
    }
    BigDecimal number = value.decimalValue();
    // Written out, 1e999999999 would fill the memory.
    return Math.abs((long) number.scale()) > 1000 ? number.toString() : number.toPlainString();
  }

  /** A list of texts, or one text. */
  List<String> texts(String... names) {
    String name = name(names).orElseThrow(() -> missing("a list of texts", names));
    JsonNode value = row.fields().path(name);
    if (value.isTextual()) {
      return List.of(value.textValue());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        throw wrong(name, "a list of texts", value);
      }
      texts.add(item.textValue());
    }
    if (!value.isArray() || texts.isEmpty()) {
      throw wrong(name, "a list of at least one text", value);
    }
    return List.copyOf(texts);
  }

  BadInputException missing(String wanted, String... names) {
    return error(
        "no \"%s\": needs %s; found: %s."
            .formatted(String.join("\" or \"", names), wanted, row.columns()));
  }

  BadInputException wrong(String name, String wanted, JsonNode found) {
    String shown = found.toString();
    return error(
        "\"%s\" must be %s, found %s."
            .formatted(
                name, wanted, shown.length() <= 60 ? shown : shown.substring(0, 57) + "\u2026"));
  }

  /** An error of this line. */
  BadInputException error(String what) {
    return new BadInputException(row.source() + ": " + what);
  }
}
