package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One record of a data file.
 *
 * @param source where it starts
 * @param fields its columns; those of CSV files are all text
 */
public record DataRow(SourceLine source, ObjectNode fields) {

  /** Digits after which a number stays in scientific notation. */
  private static final int LONGEST = 1000;

  /**
   * A column's text.
   *
   * @throws BadInputException when the column is missing, empty, or not text
   */
  public String text(String column) {
    JsonNode value = require(column);
    if (!value.isTextual()) {
      throw wrong(column, "text", value);
    }
    if (value.textValue().isBlank()) {
      throw new BadInputException(
          "%s: column \"%s\" is empty; it needs text.".formatted(source, column));
    }
    return value.textValue();
  }

  /** A column's text, numbers as written; empty when the column is missing, null or blank. */
  public Optional<String> optionalText(String column) {
    JsonNode value = fields.get(column);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw wrong(column, "text", value);
    }
    return Optional.of(asText(value)).filter(text -> !text.isBlank());
  }

  /**
   * A column's text or number, the latter as written.
   *
   * @throws BadInputException when the column is missing, empty, or neither
   */
  public String textOrNumber(String column) {
    JsonNode value = require(column);
    return value.isNumber() ? asText(value) : text(column);
  }

  /** The first of several columns that exists; an error that names them all when none does. */
  public String oneOf(List<String> columns) {
    return columns.stream().filter(fields::has).findFirst().orElseThrow(() -> missing(columns));
  }

  /** All columns that are text or numbers, the latter as written. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    fields
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isTextual() || field.getValue().isNumber()) {
                texts.put(field.getKey(), asText(field.getValue()));
              }
            });
    return texts;
  }

  /** The columns' names, for messages. */
  public String columns() {
    List<String> found = fields.propertyStream().map(entry -> entry.getKey()).toList();
    return found.isEmpty() ? "none" : String.join(", ", found);
  }

  private JsonNode require(String column) {
    JsonNode value = fields.get(column);
    if (value == null || value.isNull()) {
      throw missing(List.of(column));
    }
    return value;
  }

  private BadInputException missing(List<String> columns) {
    return new BadInputException(
        "%s: no column \"%s\"; found: %s."
            .formatted(source, String.join("\" or \"", columns), columns()));
  }

  private BadInputException wrong(String column, String needed, JsonNode found) {
    return new BadInputException(
        "%s: column \"%s\" must be %s, found %s."
            .formatted(source, column, needed, shortened(found.toString())));
  }

  private static String asText(JsonNode value) {
    if (!value.isNumber()) {
      return value.asText();
    }
    BigDecimal number = value.decimalValue();
    // Written out, 1e999999999 would fill the memory.
    return Math.abs((long) number.scale()) > LONGEST ? number.toString() : number.toPlainString();
  }

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
