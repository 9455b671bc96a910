package dev.belay.jinja;

import static dev.belay.jinja.FilterDefinition.define;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Numbers;
import dev.belay.jinja.value.PythonText;
import dev.belay.jinja.value.Undefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Filters of numbers. */
final class NumberFilters {

  private NumberFilters() {}

  static void defineIn(Map<String, FilterDefinition> table) {
    define(table, "int", "default? base?", NumberFilters::toInt);
    define(table, "float", "default?", NumberFilters::toFloat);
    define(table, "abs", "/", (_, in, _) -> absolute(in));
    define(table, "round", "precision? method?", NumberFilters::round);
  }

  private static Object toInt(RenderContext context, Object in, BoundArguments a) {
    Object otherwise = a.optional(0).orElse(0L);
    if (in instanceof String text) {
      return NumberText.integer(text, a.count(1, 10))
          .or(() -> truncated(NumberText.decimal(text)))
          .orElse(otherwise);
    }
    requireDefined(in);
    if (in instanceof Double number) {
      return truncated(OptionalDouble.of(number)).orElse(otherwise);
    }
    return Numbers.big(in).map(Numbers::normal).orElse(otherwise);
  }

  private static Optional<Object> truncated(OptionalDouble number) {
    return number.isEmpty()
            || Double.isNaN(number.getAsDouble())
            || Double.isInfinite(number.getAsDouble())
        ? Optional.empty()
        : Optional.of(Numbers.fromDouble(number.getAsDouble()));
  }

  private static Object toFloat(RenderContext context, Object in, BoundArguments a) {
    Object otherwise = a.optional(0).orElse(0.0);
    requireDefined(in);
    if (in instanceof String text) {
      OptionalDouble number = NumberText.decimal(text);
      return number.isPresent() ? (Object) number.getAsDouble() : otherwise;
    }
    return Numbers.isNumber(in) ? (Object) Numbers.asDouble(in) : otherwise;
  }

  private static void requireDefined(Object in) {
    if (in instanceof Undefined undefined) {
      throw undefined.failure();
    }
  }

  private static Object absolute(Object in) {
    if (in instanceof Double number) {
      return Math.abs(number);
    }
    return Numbers.normal(
        Numbers.big(in)
            .orElseThrow(
                () ->
                    new JinjaException(
                        "bad operand type for abs(): '" + PythonText.typeName(in) + "'"))
            .abs());
  }

  private static Object round(RenderContext context, Object in, BoundArguments a) {
    Object precision = a.optional(0).orElse(0L);
    String method = a.text(1, "common");
    if (!Numbers.isNumber(in)) {
      throw new JinjaException("type " + PythonText.typeName(in) + " cannot be rounded");
    }
    double places = Numbers.asDouble(precision);
    if (Math.abs(places) > 300) {
      throw new JinjaException("round: precision is out of range");
    }
    return switch (method) {
      case "common" -> rounded(in, a.count(0, 0));
      case "ceil" -> Math.ceil(scaled(in, places)) / Math.pow(10, places);
      case "floor" -> Math.floor(scaled(in, places)) / Math.pow(10, places);
      default -> throw new JinjaException("method must be common, ceil or floor");
    };
  }

  private static double scaled(Object in, double places) {
    return Numbers.asDouble(in) * Math.pow(10, places);
  }

  /** Half to even on the exact value; integers stay integers. */
  private static Object rounded(Object in, int precision) {
    if (in instanceof Double number) {
      return Double.isNaN(number) || Double.isInfinite(number)
          ? number
          : signed(
              new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).doubleValue(),
              number);
    }
    BigInteger whole = Numbers.big(in).orElseThrow();
    if (precision >= 0) {
      return Numbers.normal(whole);
    }
    return Numbers.normal(
        new BigDecimal(whole).setScale(precision, RoundingMode.HALF_EVEN).toBigIntegerExact());
  }

  /** A zero keeps the sign of what was rounded to it. */
  private static double signed(double rounded, double number) {
    return rounded == 0 ? Math.copySign(rounded, number) : rounded;
  }
}
