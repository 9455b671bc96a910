package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** {@code str} and {@code repr} of values. */
public final class PythonText {

  /** Python's own limit for integers in text. */
  private static final int MAX_DIGITS = 4300;

  private final Budget budget;

  public PythonText(Budget budget) {
    this.budget = budget;
  }

  /** {@code type(value).__name__}. */
  public static String typeName(Object value) {
    return TypeNames.of(value);
  }

  /** {@code str(value)}. */
  public String str(Object value) {
    return switch (value) {
      case String text -> text;
      case Undefined _ -> "";
      default -> repr(value);
    };
  }

  /** {@code repr(value)}. */
  public String repr(Object value) {
    BoundedText out = new BoundedText(budget);
    repr(value, out);
    return out.toString();
  }

  private void repr(Object value, BoundedText out) {
    budget.enter();
    switch (value) {
      case None _ -> out.append("None");
      case Boolean truth -> out.append(truth ? "True" : "False");
      case Long number -> out.append(number.toString());
      case BigInteger number -> out.append(digits(number));
      case Double number -> out.append(FloatText.repr(number));
      case String text -> out.append(quoted(text));
      case List<?> list -> items("[", list, "]", out);
      case Tuple tuple -> items("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", out);
      case Dict dict -> dict(dict, out);
      default -> special(value, out);
    }
    budget.leave();
  }

  private void special(Object value, BoundedText out) {
    switch (value) {
      case Undefined _ -> out.append("Undefined");
      case Range range ->
          out.append("range(" + range.start() + ", " + range.stop())
              .append(range.step() == 1 ? ")" : ", " + range.step() + ")");
      case DictView view -> {
        out.append("dict_" + view.kind().name().toLowerCase(Locale.ROOT) + "(");
        items("[", view.toList(), "])", out);
      }
      case Namespace namespace -> {
        out.append("<Namespace ");
        repr(namespace.attributes(), out);
        out.append(">");
      }
      case Callable callable -> out.append(callable.describe());
      default -> out.append("<" + TypeNames.of(value) + " object>");
    }
  }

  private void items(String open, Collection<?> items, String close, BoundedText out) {
    out.append(open);
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      repr(item, out);
      separator = ", ";
    }
    out.append(close);
  }

  private void dict(Dict dict, BoundedText out) {
    out.append('{');
    String separator = "";
    for (Dict.Item item : dict.items()) {
      out.append(separator);
      repr(item.key(), out);
      out.append(": ");
      repr(item.value(), out);
      separator = ", ";
    }
    out.append('}');
  }

  /** Decimal digits of a large integer. */
  public static String digits(BigInteger number) {
    if (number.bitLength() > MAX_DIGITS * 3.33) {
      throw new JinjaException("an integer has more than " + MAX_DIGITS + " digits");
    }
    return number.toString();
  }

  /** A string in quotes: single ones unless only those occur in it. */
  public static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints().forEach(c -> quote(c, quote, out));
    return out.append(quote).toString();
  }

  private static void quote(int c, char quote, StringBuilder out) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (CodePoints.isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append(escaped(c));
        }
      }
    }
  }

  private static String escaped(int c) {
    String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
    return form.formatted(c);
  }

  /** {@code ascii(value)}: as {@link #repr}, everything beyond ASCII escaped. */
  public String ascii(Object value) {
    StringBuilder out = new StringBuilder();
    repr(value)
        .codePoints()
        .forEach(c -> out.append(c < 0x80 ? Character.toString(c) : escaped(c)));
    return out.toString();
  }
}
