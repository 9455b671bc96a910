package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code format(value, spec)} for strings and numbers. */
public final class FormatSpec {

  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?"
              + "(?<width>\\d{1,8})?(?<group>[,_])?(?:\\.(?<precision>\\d{1,8}))?"
              + "(?<type>[bcdeEfFgGnosxX%])?",
          Pattern.DOTALL);

  private final Budget budget;
  private final PythonText text;

  public FormatSpec(Budget budget, PythonText text) {
    this.budget = budget;
    this.text = text;
  }

  public String format(Object value, String spec) {
    if (spec.isEmpty()) {
      return text.str(value);
    }
    Matcher parts = SPEC.matcher(spec);
    if (!parts.matches()) {
      throw new JinjaException("Invalid format specifier '" + spec + "'");
    }
    return switch (value) {
      case String string -> string(string, parts);
      case Double number -> number(number, parts);
      default -> {
        if (Numbers.isInteger(value)) {
          yield number(value, parts);
        }
        throw new JinjaException(
            "unsupported format string passed to " + TypeNames.of(value) + ".__format__");
      }
    };
  }

  private static Optional<String> part(Matcher parts, String name) {
    return Optional.ofNullable(parts.group(name));
  }

  private static int number(Matcher parts, String name, int otherwise) {
    return part(parts, name).map(Integer::parseInt).orElse(otherwise);
  }

  private String string(String value, Matcher parts) {
    boolean numeric =
        !part(parts, "type").orElse("s").equals("s")
            || part(parts, "sign").isPresent()
            || part(parts, "group").isPresent()
            || part(parts, "align").orElse("").equals("=");
    if (numeric) {
      throw new JinjaException("the format is not one for strings");
    }
    int precision = number(parts, "precision", Integer.MAX_VALUE);
    String cut =
        CodePoints.length(value) > precision ? CodePoints.substring(value, 0, precision) : value;
    return aligned("", cut, parts, "<");
  }

  private String number(Object value, Matcher parts) {
    String type = part(parts, "type").orElse(value instanceof Double ? "" : "d");
    if (type.equals("s")) {
      throw new JinjaException("Unknown format code 's' for a number");
    }
    if (type.equals("c")) {
      return aligned("", character(value), parts, "<");
    }
    boolean integral = Numbers.isInteger(value) && "bdoxXn".contains(type);
    String digits = integral ? integer(value, type, parts) : decimal(value, type, parts);
    String sign = sign(negative(value), part(parts, "sign").orElse("-"));
    boolean prefixed = integral && part(parts, "alternate").isPresent() && "boxX".contains(type);
    return grouped(sign + (prefixed ? "0" + type : ""), digits, parts);
  }

  private static String character(Object value) {
    int code = Numbers.clampedInt(value).orElse(-1);
    if (!Character.isValidCodePoint(code)) {
      throw new JinjaException("the argument of c is not in range(0x110000)");
    }
    return Character.toString(code);
  }

  private static boolean negative(Object value) {
    return value instanceof Double number
        ? Double.doubleToRawLongBits(number) < 0 && !number.isNaN()
        : Numbers.big(value).orElseThrow().signum() < 0;
  }

  private static String sign(boolean negative, String wanted) {
    return negative ? "-" : wanted.equals("-") ? "" : wanted;
  }

  private static String integer(Object value, String type, Matcher parts) {
    if (part(parts, "precision").isPresent()) {
      throw new JinjaException("Precision not allowed in integer format specifier");
    }
    BigInteger number = Numbers.big(value).orElseThrow().abs();
    return switch (type) {
      case "b" -> number.toString(2);
      case "o" -> number.toString(8);
      case "x" -> number.toString(16);
      case "X" -> number.toString(16).toUpperCase(Locale.ROOT);
      default -> PythonText.digits(number);
    };
  }

  private static String decimal(Object value, String type, Matcher parts) {
    double number = Math.abs(Numbers.asDouble(value));
    boolean alternate = part(parts, "alternate").isPresent();
    int precision = number(parts, "precision", -1);
    if (precision > FloatFormat.MAX_PRECISION) {
      throw new JinjaException("precision too big");
    }
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return FloatText.repr(number) + (type.equals("%") ? "%" : "");
    }
    int places = precision < 0 ? 6 : precision;
    String digits =
        switch (type) {
          case "e", "E" -> FloatFormat.scientific(number, places);
          case "f", "F" -> FloatFormat.fixed(number, places);
          case "g", "G", "n" -> FloatFormat.general(number, places, alternate);
          case "%" -> FloatFormat.fixed(number * 100, places) + "%";
          case "" -> plain(number, precision);
          default -> throw new JinjaException("Unknown format code '" + type + "' for a float");
        };
    return type.equals("E") || type.equals("G") ? digits.toUpperCase(Locale.ROOT) : digits;
  }

  /** Without a type: as {@code repr}, or as {@code g} with at least one digit after the point. */
  private static String plain(double number, int precision) {
    if (precision < 0) {
      return FloatText.repr(number);
    }
    String digits = FloatFormat.general(number, precision, false);
    if (!digits.chars().allMatch(Character::isDigit)) {
      return digits;
    }
    return digits.length() < precision
        ? digits + ".0"
        : FloatFormat.scientific(number, Math.max(0, precision - 1));
  }

  private String grouped(String prefix, String digits, Matcher parts) {
    Optional<String> group = part(parts, "group");
    boolean zeros = part(parts, "zero").isPresent() && part(parts, "align").isEmpty();
    int width = number(parts, "width", 0);
    String all = group.isPresent() ? separated(digits, group.get(), parts) : digits;
    if (!zeros) {
      return aligned(prefix, all, parts, ">");
    }
    budget.text(width);
    String padded = digits;
    while (prefix.length() + all.length() < width) {
      padded = "0" + padded;
      String longer = group.isPresent() ? separated(padded, group.get(), parts) : padded;
      budget.charge(longer.length());
      if (group.isEmpty() && prefix.length() + longer.length() < width) {
        int missing = width - prefix.length() - longer.length();
        longer = "0".repeat(missing) + longer;
      }
      all = longer;
    }
    return prefix + all;
  }

  private static String separated(String digits, String separator, Matcher parts) {
    int whole = 0;
    while (whole < digits.length() && Character.digit(digits.charAt(whole), 16) >= 0) {
      boolean exponent =
          "eE".indexOf(digits.charAt(whole)) >= 0
              && !"xX".contains(part(parts, "type").orElse("d"));
      if (exponent) {
        break;
      }
      whole++;
    }
    int size = "boxX".contains(part(parts, "type").orElse("d")) ? 4 : 3;
    StringBuilder grouped = new StringBuilder(digits.substring(0, whole));
    for (int i = whole - size; i > 0; i -= size) {
      grouped.insert(i, separator);
    }
    return grouped + digits.substring(whole);
  }

  private String aligned(String prefix, String body, Matcher parts, String defaultAlign) {
    int width = number(parts, "width", 0);
    int missing = width - prefix.length() - CodePoints.length(body);
    if (missing <= 0) {
      return prefix + body;
    }
    budget.text(width);
    boolean zero = part(parts, "zero").isPresent();
    String align = part(parts, "align").orElse(defaultAlign);
    String fill = part(parts, "fill").orElse(zero ? "0" : " ");
    return switch (align) {
      case "<" -> prefix + body + fill.repeat(missing);
      case ">" -> fill.repeat(missing) + prefix + body;
      case "=" -> prefix + fill.repeat(missing) + body;
      default -> fill.repeat(missing / 2) + prefix + body + fill.repeat(missing - missing / 2);
    };
  }
}
