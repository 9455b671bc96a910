package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code format % values}. */
public final class PrintfFormat {

  private static final Pattern CONVERSION =
      Pattern.compile(
          "%(?:\\((?<key>[^)]*)\\))?(?<flags>[-+ #0]*)(?<width>\\*|\\d*)"
              + "(?:\\.(?<precision>\\*|\\d*))?[hlL]?(?<type>.)",
          Pattern.DOTALL);

  private final Budget budget;
  private final PythonText text;

  public PrintfFormat(Budget budget, PythonText text) {
    this.budget = budget;
    this.text = text;
  }

  public String format(String format, Object values) {
    List<?> items = values instanceof Tuple(List<Object> tuple) ? tuple : List.of(values);
    Arguments arguments = new Arguments(values, items);
    BoundedText out = new BoundedText(budget);
    Matcher matcher = CONVERSION.matcher(format);
    int end = 0;
    while (matcher.find(end)) {
      out.append(format.substring(end, matcher.start()));
      out.append(converted(matcher, arguments));
      end = matcher.end();
    }
    if (format.indexOf('%', end) >= 0) {
      throw new JinjaException("incomplete format");
    }
    out.append(format.substring(end));
    arguments.requireAllUsed();
    return out.toString();
  }

  /** The values in the order of their conversions. */
  private static final class Arguments {
    private final Object values;
    private final List<?> items;
    private int next;

    Arguments(Object values, List<?> items) {
      this.values = values;
      this.items = items;
    }

    Object next() {
      if (next >= items.size()) {
        throw new JinjaException("not enough arguments for format string");
      }
      return items.get(next++);
    }

    Object named(String key) {
      if (values instanceof Dict dict) {
        return dict.get(key).orElseThrow(() -> new JinjaException("KeyError: '" + key + "'"));
      }
      throw new JinjaException("format requires a mapping");
    }

    void requireAllUsed() {
      boolean mapping =
          values instanceof Dict
              || values instanceof List<?>
              || values instanceof Range
              || values instanceof Undefined;
      if (!mapping && next < items.size()) {
        throw new JinjaException("not all arguments converted during string formatting");
      }
    }

    int size(String written, int otherwise) {
      if (written.equals("*")) {
        return Numbers.clampedInt(next()).orElseThrow(() -> new JinjaException("* wants int"));
      }
      return written.isEmpty() ? otherwise : Integer.parseInt(written);
    }
  }

  private String converted(Matcher matcher, Arguments arguments) {
    String flags = matcher.group("flags");
    if (matcher.group("width").length() > 8
        || (matcher.group("precision") != null && matcher.group("precision").length() > 8)) {
      throw new JinjaException("width or precision too big in the format");
    }
    int width = arguments.size(matcher.group("width"), 0);
    int precision =
        matcher.group("precision") == null ? -1 : arguments.size(matcher.group("precision"), 0);
    budget.text(Math.max(0, precision)); // Of an integer's digits.
    char type = matcher.group("type").charAt(0);
    if (type == '%') {
      return "%";
    }
    Object value =
        matcher.group("key") == null ? arguments.next() : arguments.named(matcher.group("key"));
    boolean left = flags.contains("-") || width < 0;
    String body = body(type, value, precision, flags);
    int size = Math.abs(width);
    int fill = size - CodePoints.length(body);
    if (fill <= 0) {
      return body;
    }
    budget.text(size);
    if (left) {
      return body + " ".repeat(fill);
    }
    if (flags.contains("0") && "diuoxXeEfFgG".indexOf(type) >= 0) {
      int sign = signLength(body);
      return body.substring(0, sign) + "0".repeat(fill) + body.substring(sign);
    }
    return " ".repeat(fill) + body;
  }

  private static int signLength(String body) {
    int sign = !body.isEmpty() && "+- ".indexOf(body.charAt(0)) >= 0 ? 1 : 0;
    boolean prefixed = body.length() > sign + 1 && "xXo".indexOf(body.charAt(sign + 1)) >= 0;
    return prefixed ? sign + 2 : sign;
  }

  private String body(char type, Object value, int precision, String flags) {
    return switch (type) {
      case 's' -> cut(text.str(value), precision);
      case 'r' -> cut(text.repr(value), precision);
      case 'a' -> cut(text.ascii(value), precision);
      case 'c' -> character(value);
      case 'd', 'i', 'u', 'o', 'x', 'X' -> integer(type, value, precision, flags);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> decimal(type, value, precision, flags);
      default -> throw new JinjaException("unsupported format character '" + type + "'");
    };
  }

  private static String cut(String value, int precision) {
    return precision >= 0 && CodePoints.length(value) > precision
        ? CodePoints.substring(value, 0, precision)
        : value;
  }

  private static String character(Object value) {
    if (value instanceof String one && CodePoints.length(one) == 1) {
      return one;
    }
    if (value instanceof Long code && code == (int) (long) code) {
      int point = code.intValue();
      if (Character.isValidCodePoint(point)) {
        return Character.toString(point);
      }
      throw new JinjaException("the code of a character is not in range(0x110000)");
    }
    throw new JinjaException("the conversion c requires int or char");
  }

  private static String integer(char type, Object value, int precision, String flags) {
    BigInteger number =
        value instanceof Double fraction && "diu".indexOf(type) >= 0
            ? Numbers.big(Numbers.fromDouble(fraction)).orElseThrow()
            : Numbers.big(value).orElseThrow(() -> notNumber(type, value));
    int radix = type == 'o' ? 8 : type == 'x' || type == 'X' ? 16 : 10;
    String digits = radix == 10 ? PythonText.digits(number.abs()) : number.abs().toString(radix);
    String padded = "0".repeat(Math.max(0, precision - digits.length())) + digits;
    String prefix = flags.contains("#") && radix != 10 ? radix == 8 ? "0o" : "0x" : "";
    String all = prefix + padded;
    return sign(number.signum() < 0, flags) + (type == 'X' ? all.toUpperCase(Locale.ROOT) : all);
  }

  private static String decimal(char type, Object value, int precision, String flags) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!Numbers.isNumber(value)) {
      throw new JinjaException("must be real number, not " + TypeNames.of(value));
    }
    double number = Numbers.asDouble(value);
    boolean negative = Double.doubleToRawLongBits(number) < 0 && !Double.isNaN(number);
    String digits =
        magnitude(Character.toLowerCase(type), Math.abs(number), precision, flags.contains("#"));
    return sign(negative, flags)
        + (Character.isUpperCase(type) ? digits.toUpperCase(Locale.ROOT) : digits);
  }

  private static String magnitude(char type, double number, int precision, boolean alternate) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return FloatText.repr(number);
    }
    int places = precision < 0 ? 6 : precision;
    if (places > FloatFormat.MAX_PRECISION) {
      throw new JinjaException("precision too large: " + places);
    }
    return switch (type) {
      case 'e' -> FloatFormat.scientific(number, places);
      case 'f' -> FloatFormat.fixed(number, places);
      default -> FloatFormat.general(number, places, alternate);
    };
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
  }

  private static JinjaException notNumber(char type, Object value) {
    return value instanceof Undefined undefined
        ? undefined.failure()
        : new JinjaException(
            "%%%s format: a number is required, not %s".formatted(type, TypeNames.of(value)));
  }
}
