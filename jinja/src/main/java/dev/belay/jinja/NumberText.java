package dev.belay.jinja;

import dev.belay.jinja.value.Numbers;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers in strings, as {@code int(text, base)} and {@code float(text)} read them. */
final class NumberText {

  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9A-Za-z]++(?:_[0-9A-Za-z]++)*+");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[+-]?(?:\\d++(?:_\\d++)*+\\.?(?:\\d++(?:_\\d++)*+)?|\\.\\d++(?:_\\d++)*+)"
              + "(?:[eE][+-]?\\d++(?:_\\d++)*+)?");
  private static final Map<String, Double> SPECIAL =
      Map.of(
          "inf", Double.POSITIVE_INFINITY, "infinity", Double.POSITIVE_INFINITY, "nan", Double.NaN);
  private static final Map<String, Integer> PREFIXES = Map.of("0x", 16, "0o", 8, "0b", 2);
  private static final int MAX_DIGITS = 4300;

  private NumberText() {}

  /** Empty when the text is no integer in the base. */
  static Optional<Object> integer(String text, int base) {
    if (base != 0 && (base < 2 || base > 36)) {
      return Optional.empty();
    }
    String trimmed = ascii(text);
    String sign = trimmed.startsWith("-") ? "-" : "";
    String digits = trimmed.replaceFirst("^[+-]", "");
    if (digits.length() > MAX_DIGITS || !DIGITS.matcher(trimmed).matches()) {
      return Optional.empty();
    }
    int radix = base == 0 ? 10 : base;
    String prefix = digits.length() > 2 ? digits.substring(0, 2).toLowerCase(Locale.ROOT) : "";
    Integer prefixed = PREFIXES.get(prefix);
    if (prefixed != null && (base == 0 || base == prefixed)) {
      radix = prefixed;
      digits = digits.substring(2);
    }
    try {
      return Optional.of(Numbers.normal(new BigInteger(sign + digits.replace("_", ""), radix)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Empty when the text is no number. */
  static OptionalDouble decimal(String text) {
    String trimmed = ascii(text);
    String magnitude = trimmed.replaceFirst("^[+-]", "").toLowerCase(Locale.ROOT);
    Double special = SPECIAL.get(magnitude);
    if (special != null) {
      return OptionalDouble.of(trimmed.startsWith("-") ? -special : special);
    }
    return DECIMAL.matcher(trimmed).matches()
        ? OptionalDouble.of(Double.parseDouble(trimmed.replace("_", "")))
        : OptionalDouble.empty();
  }

  /** Without white space around it, decimal digits of every script as ASCII ones. */
  private static String ascii(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Strip.both(text, Optional.empty())
        .codePoints()
        .forEach(c -> out.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return out.toString();
  }
}
