package dev.belay.core.verify.math;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Units by their names, and what may stand behind a number. */
final class Units {
  private static final Map<String, Unit> NAMED = named();
  private static final Map<String, Integer> MAGNITUDES =
      Map.of("hundred", 2, "thousand", 3, "million", 6, "billion", 9, "trillion", 12);
  private static final int MAX_TOKENS = 16;

  private Units() {}

  private static Map<String, Unit> named() {
    Map<String, Unit> map = new HashMap<>();
    put(map, "length", 1, 1, "m", "meter", "meters", "metre", "metres");
    put(map, "length", 1, 100, "cm", "centimeter", "centimeters", "centimetre", "centimetres");
    put(map, "length", 1, 1000, "mm", "millimeter", "millimeters", "millimetre", "millimetres");
    put(map, "length", 1000, 1, "km", "kilometer", "kilometers", "kilometre", "kilometres");
    put(map, "length", 254, 10_000, "in", "inch", "inches");
    put(map, "length", 3048, 10_000, "ft", "foot", "feet");
    put(map, "length", 9144, 10_000, "yd", "yard", "yards");
    put(map, "length", 1_609_344, 1000, "mi", "mile", "miles");
    put(map, "mass", 1, 1, "g", "gram", "grams");
    put(map, "mass", 1000, 1, "kg", "kilogram", "kilograms", "kilo", "kilos");
    put(map, "mass", 1, 1000, "mg", "milligram", "milligrams");
    put(map, "mass", 45_359_237, 100_000, "lb", "lbs", "pound", "pounds");
    put(map, "mass", 45_359_237, 1_600_000, "oz", "ounce", "ounces");
    put(map, "time", 1, 1, "s", "sec", "secs", "second", "seconds");
    put(map, "time", 60, 1, "min", "mins", "minute", "minutes");
    put(map, "time", 3600, 1, "h", "hr", "hrs", "hour", "hours");
    put(map, "time", 86_400, 1, "day", "days");
    put(map, "time", 604_800, 1, "week", "weeks");
    put(map, "years", 12, 1, "year", "years", "yr", "yrs");
    put(map, "years", 1, 1, "month", "months");
    put(map, "volume", 1, 1000, "l", "L", "liter", "liters", "litre", "litres");
    put(map, "volume", 1, 1_000_000, "ml", "mL", "milliliter", "milliliters", "millilitres");
    put(map, "gallons", 4, 1, "gal", "gallon", "gallons");
    put(map, "gallons", 1, 1, "quart", "quarts");
    put(map, "dollars", 1, 1, "dollar", "dollars", "usd", "$");
    put(map, "dollars", 1, 100, "cent", "cents", "\u00a2");
    put(map, "euros", 1, 1, "euro", "euros", "eur", "\u20ac");
    put(map, "sterling", 1, 1, "gbp", "\u00a3");
    put(map, "yen", 1, 1, "yen", "\u00a5");
    put(map, "rupees", 1, 1, "rupee", "rupees", "rs", "\u20b9");
    put(map, "speed", 1_609_344, 3_600_000, "mph");
    put(map, "speed", 1000, 3600, "kph", "kmh");
    put(map, "radians", 1, 1, "rad", "radian", "radians");
    return Map.copyOf(map);
  }

  private static void put(
      Map<String, Unit> map, String dimension, long above, long below, String... names) {
    for (String name : names) {
      map.put(name, new Unit(dimension, Rational.of(above, below)));
    }
  }

  /** Whether a token is the name of a unit rather than factors, where it follows a number. */
  static boolean isName(Token token) {
    return (token.is(TokenType.WORD) && (NAMED.containsKey(token.lower()) || isMagnitude(token)))
        || (token.is(TokenType.LETTER) && token.worded() && NAMED.containsKey(token.text()));
  }

  /** Whether a letter may be a unit. */
  static boolean isLetter(Token token) {
    return token.is(TokenType.LETTER) && NAMED.containsKey(token.text());
  }

  static boolean isMagnitude(Token token) {
    return token.is(TokenType.WORD)
        && (MAGNITUDES.containsKey(token.lower()) || token.isWord("dozen"));
  }

  /** What a word multiplies the number before it by. */
  static Rational magnitude(Token token) {
    Integer power = MAGNITUDES.get(token.lower());
    return power == null ? Rational.of(12, 1) : Rational.of(10, 1).power(power);
  }

  /** The unit of a currency sign. */
  static Unit ofCurrency(String sign) {
    Unit unit = NAMED.getOrDefault(sign, Unit.of(sign));
    return new Unit("{" + unit.dimension() + "=1}", unit.factor());
  }

  /** The unit that a range is; null where it holds anything but words, powers and fraction bars. */
  static @Nullable Unit read(Tokens tokens, int from, int to) {
    if (to - from > MAX_TOKENS) {
      return null;
    }
    TreeMap<String, Integer> dimensions = new TreeMap<>();
    Rational factor = Rational.of(1, 1);
    boolean known = true;
    int sign = 1;
    int implied = 1;
    for (int i = from; i < to; i++) {
      Token token = tokens.at(i);
      if (token.is(TokenType.DIVIDE) || token.isWord("per")) {
        sign = -1;
      } else if (token.isWord("square")
          || token.isWord("sq")
          || token.isWord("cubic")
          || token.isWord("cu")) {
        implied = token.lower().startsWith("c") ? 3 : 2;
      } else if (token.is(TokenType.WORD) || token.is(TokenType.LETTER)) {
        int end = exponentEnd(tokens, i + 1, to);
        int exponent = end == i + 1 ? implied : exponent(tokens, i + 1, end);
        Unit unit = NAMED.get(token.is(TokenType.LETTER) ? token.text() : token.lower());
        if (exponent == 0) {
          return null;
        }
        known = known && unit != null;
        if (unit != null) {
          count(dimensions, unit.dimension(), sign * exponent);
          factor = factor.times(unit.factor().power(sign * exponent));
        }
        implied = 1;
        i = end - 1;
      } else if (!isSilent(token)) {
        return null;
      }
    }
    return known && !dimensions.isEmpty() ? new Unit(dimensions.toString(), factor) : Unit.NONE;
  }

  private static void count(Map<String, Integer> dimensions, String dimension, int exponent) {
    switch (dimension) {
      case "volume" -> dimensions.merge("length", 3 * exponent, Integer::sum);
      case "speed" -> {
        dimensions.merge("length", exponent, Integer::sum);
        dimensions.merge("time", -exponent, Integer::sum);
      }
      default -> dimensions.merge(dimension, exponent, Integer::sum);
    }
  }

  private static boolean isSilent(Token token) {
    return switch (token.type()) {
      case STOP, TIMES, OPEN_BRACE, CLOSE_BRACE, OPEN_ROUND, CLOSE_ROUND, MINUS, PRIME -> true;
      default -> false;
    };
  }

  private static int exponentEnd(Tokens tokens, int from, int to) {
    int at = from;
    while (at < to && tokens.is(at, TokenType.CLOSE_BRACE)) {
      at++;
    }
    return at < to && tokens.is(at, TokenType.POWER) ? Math.min(to, tokens.after(at + 1)) : from;
  }

  /** A small whole exponent; 0 where there is another. */
  private static int exponent(Tokens tokens, int from, int to) {
    int sign = 1;
    for (int i = from; i < to; i++) {
      Token token = tokens.at(i);
      sign = token.is(TokenType.MINUS) ? -1 : sign;
      if (token.isWhole() && token.text().length() == 1) {
        return sign * Character.digit(token.text().charAt(0), 10);
      }
    }
    return 0;
  }
}
