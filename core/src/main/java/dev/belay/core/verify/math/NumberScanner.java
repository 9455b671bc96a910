package dev.belay.core.verify.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a number without its sign: {@code 1,234.50}, {@code 1{,}234}, {@code 10 000}, {@code
 * 1,00,000}, {@code 5.000.000}, {@code 1.5e-3}, {@code 0.\overline{3}}, {@code .5}.
 *
 * <p>A comma or a space groups digits only where all groups are whole, and a comma only where
 * {@code commasGroup} says that it separates nothing; {@code 1.000} is one.
 */
final class NumberScanner {
  private static final int MAX_EXPONENT = 4000;
  private static final String[] SPACES = {
    " ", "\\,", "\\ ", "\\;", "~", "\u202f", "\u2009", "\u00a0"
  };
  private static final String[] COMMAS = {
    "{,}", ",\\! ", ",\\!", ",\\,", "\\,", "'", "_", "\uff0c", ","
  };
  private static final String[] REPEATING = {"\\overline", "\\bar", "\\dot"};

  private final String text;
  private final boolean commasGroup;
  private int at;

  /** What was read; {@code value} is null for a number beyond all bounds. */
  record Scanned(@Nullable Rational value, int end) {}

  private NumberScanner(String text, int from, boolean commasGroup) {
    this.text = text;
    this.at = from;
    this.commasGroup = commasGroup;
  }

  /** The number that begins at a place where a digit stands, or a point before a digit. */
  static Scanned scan(String text, int from, boolean commasGroup) {
    NumberScanner scanner = new NumberScanner(text, from, commasGroup);
    Rational value = scanner.number();
    return new Scanned(value, scanner.at);
  }

  /** Whether a number begins there. */
  static boolean begins(String text, int at) {
    return isDigit(text, at)
        || (at < text.length()
            && text.charAt(at) == '.'
            && (isDigit(text, at + 1) || repeats(text, at + 1) > 0));
  }

  private @Nullable Rational number() {
    StringBuilder whole = new StringBuilder(run());
    groups(whole);
    int scale = pointsBeforeComma(whole);
    Rational tail = null;
    if (scale == 0 && at < text.length() && text.charAt(at) == '.') {
      if (isDigit(text, at + 1)) {
        at++;
        String decimals = run();
        whole.append(decimals);
        scale = decimals.length();
      } else if (repeats(text, at + 1) > 0) {
        at++;
      }
    }
    boolean point = at > 0 && (scale > 0 || text.charAt(at - 1) == '.');
    if (point && repeats(text, at) > 0) {
      tail = repeating(scale);
    }
    return value(whole.toString(), scale, exponent(), tail);
  }

  private static @Nullable Rational value(
      String digits, int scale, int exponent, @Nullable Rational tail) {
    if (Math.abs(exponent) > MAX_EXPONENT) {
      return null;
    }
    BigInteger unscaled = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    Rational number = Rational.of(new BigDecimal(unscaled, scale));
    number = tail == null ? number : number.plus(tail);
    return exponent == 0 ? number : number.times(Rational.of(10, 1).power(exponent));
  }

  private String run() {
    int start = at;
    while (isDigit(text, at)) {
      at++;
    }
    String digits = text.substring(start, at);
    return isAscii(digits) ? digits : ascii(digits);
  }

  /** Takes the groups after the first digits, where there are any. */
  private void groups(StringBuilder whole) {
    if (whole.isEmpty() || whole.length() > 3 || whole.charAt(0) == '0') {
      return;
    }
    for (String comma : COMMAS) {
      boolean allowed = commasGroup || !(comma.equals(",") || comma.equals("\uff0c"));
      if (allowed && (take(comma, 3, whole) || takeIndian(comma, whole))) {
        return;
      }
    }
    for (String space : SPACES) {
      if (take(space, 3, whole)) {
        return;
      }
    }
    if (group(".", at, 3) > 0 && group(".", at + 4, 3) > 0) {
      take(".", 3, whole);
    }
  }

  private boolean take(String separator, int size, StringBuilder whole) {
    StringBuilder more = new StringBuilder();
    int to = at;
    while (group(separator, to, size) > 0) {
      int next = group(separator, to, size);
      more.append(text, next - size, next);
      to = next;
    }
    boolean goesOn = text.startsWith(separator, to) && isDigit(text, to + separator.length());
    if (to == at || goesOn || (separator.isBlank() && isDivided(to))) {
      return false;
    }
    whole.append(more);
    at = to;
    return true;
  }

  /** A space before a fraction is that of a mixed number. */
  private boolean isDivided(int to) {
    return text.startsWith("/", to);
  }

  private boolean takeIndian(String comma, StringBuilder whole) {
    int to = at;
    StringBuilder more = new StringBuilder();
    while (group(comma, to, 2) > 0) {
      to = group(comma, to, 2);
      more.append(text, to - 2, to);
    }
    int last = group(comma, to, 3);
    if (to == at || last < 0 || (text.startsWith(",", last) && isDigit(text, last + 1))) {
      return false;
    }
    whole.append(more).append(text, last - 3, last);
    at = last;
    return true;
  }

  /**
   * {@code 12.345,67}: points group and a comma is that of decimals, of which there are not three.
   */
  private int pointsBeforeComma(StringBuilder whole) {
    int comma = at;
    while (group(".", comma, 3) > 0) {
      comma = group(".", comma, 3);
    }
    int end = comma + 1;
    while (isDigit(text, end)) {
      end++;
    }
    int places = end - comma - 1;
    boolean read = comma > at && text.startsWith(",", comma) && commasGroup;
    if (!read || places == 0 || places == 3 || whole.length() > 3) {
      return 0;
    }
    whole.append(text.substring(at, comma).replace(".", "")).append(text, comma + 1, end);
    at = end;
    return places;
  }

  /** After a separator and exactly so many digits; −1 where they do not stand. */
  private int group(String separator, int from, int size) {
    int start = from + separator.length();
    int end = start + size;
    if (!text.startsWith(separator, from) || end > text.length()) {
      return -1;
    }
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return isDigit(text, end) ? -1 : end;
  }

  /** An exponent that stands right after the digits; 0 without one. */
  private int exponent() {
    if (at >= text.length() || Character.toLowerCase(text.charAt(at)) != 'e') {
      return 0;
    }
    int from = at + 1;
    boolean signed = text.startsWith("-", from) || text.startsWith("+", from);
    int digits = signed ? from + 1 : from;
    int end = digits;
    while (isDigit(text, end)) {
      end++;
    }
    if (end == digits) {
      return 0;
    }
    at = end;
    int size =
        end - digits > 6 ? Integer.MAX_VALUE : Integer.parseInt(ascii(text.substring(digits, end)));
    return text.charAt(from) == '-' ? -size : size;
  }

  /** How many characters mark a repeating part at a place, without its digits. */
  private static int repeats(String text, int at) {
    for (String mark : REPEATING) {
      if (text.startsWith(mark, at)) {
        int open = at + mark.length();
        return text.startsWith("{", open) || isDigit(text, open) ? mark.length() : 0;
      }
    }
    return text.startsWith("(", at) && isDigit(text, at + 1) && closesAfterDigits(text, at + 1)
        ? 1
        : 0;
  }

  /** {@code 0.(3)} repeats; {@code 0.5(3)} may do so too, but {@code 2(3)} multiplies. */
  private static boolean closesAfterDigits(String text, int from) {
    int end = from;
    while (isDigit(text, end)) {
      end++;
    }
    return end > from && text.startsWith(")", end);
  }

  private @Nullable Rational repeating(int scale) {
    int open = at + repeats(text, at);
    boolean bracketed = text.startsWith("{", open) || text.charAt(at) == '(';
    int start = text.startsWith("{", open) ? open + 1 : open;
    int end = start;
    while (isDigit(text, end) && (bracketed || end == start)) {
      end++;
    }
    boolean closed = !bracketed || text.startsWith("}", end) || text.startsWith(")", end);
    if (end == start || !closed) {
      return null;
    }
    at = bracketed ? end + 1 : end;
    BigInteger nines = BigInteger.TEN.pow(end - start).subtract(BigInteger.ONE);
    return new Rational(
        new BigInteger(ascii(text.substring(start, end))),
        nines.multiply(BigInteger.TEN.pow(scale)));
  }

  private static boolean isAscii(String digits) {
    return digits.chars().allMatch(c -> c < 128);
  }

  private static String ascii(String digits) {
    StringBuilder plain = new StringBuilder();
    digits.chars().forEach(c -> plain.append(Character.digit(c, 10)));
    return plain.toString();
  }

  static boolean isDigit(String text, int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }
}
