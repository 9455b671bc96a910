package dev.belay.verify.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.util.Optional;
import java.util.Set;

/** The numbers of a JSON schema that the library behind it would get wrong, or never finish. */
final class SchemaNumbers {

  /** Keywords whose number is a count; the library keeps it in 32 bits. */
  private static final Set<String> COUNTS =
      Set.of(
          "minItems",
          "maxItems",
          "minLength",
          "maxLength",
          "minProperties",
          "maxProperties",
          "minContains",
          "maxContains");

  /** Keywords whose value is no schema but data. */
  private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

  private SchemaNumbers() {}

  /**
   * Looks through a schema.
   *
   * @throws BadInputException with the first number that cannot be taken
   */
  static void require(JsonNode schema) {
    Optional<String> outside = NumberRange.outside(schema);
    if (outside.isPresent()) {
      throw new BadInputException(
          "the JSON schema has the number %s; supported are those from 1e-%d to 1e%d, of either sign."
              .formatted(
                  outside.get(), NumberRange.LARGEST_EXPONENT, NumberRange.LARGEST_EXPONENT));
    }
    requireCounts(schema, "");
  }

  private static void requireCounts(JsonNode node, String place) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireCounts(node.get(i), place + "/" + i);
      }
    }
    node.propertyStream()
        .filter(entry -> !DATA.contains(entry.getKey()))
        .forEach(
            entry -> {
              String inner = place + "/" + entry.getKey();
              JsonNode value = entry.getValue();
              if (COUNTS.contains(entry.getKey()) && value.doubleValue() > Integer.MAX_VALUE) {
                throw new BadInputException(
                    "the JSON schema has %s: %s; a count is at most %d. Leave it out where it bounds nothing."
                        .formatted(inner, value.asText(), Integer.MAX_VALUE));
              }
              requireCounts(value, inner);
            });
  }
}
