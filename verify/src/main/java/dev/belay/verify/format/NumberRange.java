package dev.belay.verify.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The numbers that a JSON schema and what it judges may hold: to compare 1e999999999 with another
 * number, Java would write out a thousand million digits.
 */
final class NumberRange {

  /** Of a power of ten, either way. */
  static final int LARGEST_EXPONENT = 300;

  private NumberRange() {}

  /** The first number in a tree that is outside; empty when there is none. */
  static Optional<String> outside(JsonNode node) {
    if (node.isNumber()) {
      return holds(node) ? Optional.empty() : Optional.of(shown(node));
    }
    for (JsonNode child : node) {
      Optional<String> found = outside(child);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean holds(JsonNode number) {
    if (number.isFloatingPointNumber() && !number.isBigDecimal()) {
      double value = number.doubleValue();
      return Double.isFinite(value) && holds(BigDecimal.valueOf(value));
    }
    return holds(number.decimalValue());
  }

  private static boolean holds(BigDecimal number) {
    return Math.abs((long) number.precision() - number.scale() - 1) <= LARGEST_EXPONENT;
  }

  private static String shown(JsonNode number) {
    return FormatVerifier.shortened(
        number.isDouble() ? number.asText() : number.decimalValue().toString());
  }
}
