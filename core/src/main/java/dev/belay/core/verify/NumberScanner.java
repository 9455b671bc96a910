package dev.belay.core.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers of a {@linkplain MathNotation plain} text: {@code 1,234.50}, {@code .5}, {@code
 * 3/4}, {@code 1 1/2}, {@code (3)/(4)}, {@code 1.5e3}, {@code 1.5 * 10^3}, {@code 2^10}, {@code
 * 12%}, with a sign. Nothing is evaluated beyond that, and no value of more than 400 digits.
 */
final class NumberScanner {

  private static final int MAX_DIGITS = 400;
  private static final String DECIMAL =
      "(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d++)?|\\.\\d++";
  private static final String EXPONENT = "\\{?\\(?([-+]?\\d++)\\)?}?";

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<bracket>\\(?)(?<first>"
              + DECIMAL
              + ")(?:"
              + "[eE](?<exp>[-+]?\\d++)(?![\\w])"
              + "|\\s?(?:\\*|[xX])\\s?10\\s?\\^\\s?"
              + EXPONENT.replaceFirst("\\(\\[", "(?<ten>[")
              + "|\\s?\\^\\s?"
              + EXPONENT.replaceFirst("\\(\\[", "(?<power>[")
              + "|\\)?\\s?/\\s?\\(?(?<below>"
              + DECIMAL
              + ")\\)?"
              + "|\\s{1,2}\\(?(?<top>\\d++)\\)?/\\(?(?<bottom>\\d++)\\)?"
              + ")?+");

  private NumberScanner() {}

  /** The numbers, in the order of the text. */
  static List<FoundNumber> scan(String plain) {
    List<FoundNumber> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(plain);
    int from = 0;
    while (from <= plain.length() && matcher.find(from)) {
      int digits = matcher.start("first");
      from = Math.max(matcher.end(), digits + 1);
      if (!belongsToWord(plain, digits)) {
        numbers.add(number(plain, matcher, digits));
      }
    }
    return numbers;
  }

  private static boolean belongsToWord(String plain, int start) {
    if (start == 0) {
      return false;
    }
    char before = plain.charAt(start - 1);
    boolean hyphenated = before == '-' && start > 1 && Character.isLetter(plain.charAt(start - 2));
    return Character.isLetter(before) || before == '_' || before == '^' || hyphenated;
  }

  private static FoundNumber number(String plain, Matcher matcher, int digits) {
    int sign = NumberContext.sign(plain, digits);
    int end = matcher.end();
    if (end > digits && plain.charAt(end - 1) == ')' && !opened(plain, digits, end)) {
      end--;
    }
    int start = sign >= 0 ? sign : digits;
    boolean percent = plain.startsWith("%", end) || plain.startsWith(" %", end);
    Rational value = value(matcher);
    boolean negative = sign >= 0 && plain.charAt(sign) == '-';
    return new FoundNumber(
        start,
        end,
        plain.substring(start, end) + (percent ? "%" : ""),
        value == null ? null : negative ? value.negated() : value,
        percent,
        NumberContext.standsAlone(plain, start, end));
  }

  private static boolean opened(String plain, int start, int end) {
    return plain.substring(start, end).indexOf('(') >= 0;
  }

  private static @Nullable Rational value(Matcher matcher) {
    try {
      return computed(matcher);
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /**
   * @throws ArithmeticException when it is too large or divides by zero
   */
  private static Rational computed(Matcher matcher) {
    Rational first = decimal(Objects.requireNonNull(matcher.group("first")));
    if (matcher.group("exp") != null) {
      return first.times(tenTo(matcher.group("exp")));
    }
    if (matcher.group("ten") != null) {
      return first.times(tenTo(matcher.group("ten")));
    }
    if (matcher.group("power") != null) {
      return power(first, matcher.group("power"));
    }
    if (matcher.group("below") != null) {
      return first.dividedBy(decimal(matcher.group("below")));
    }
    if (matcher.group("top") != null) {
      return first.plus(decimal(matcher.group("top")).dividedBy(decimal(matcher.group("bottom"))));
    }
    return first;
  }

  private static Rational decimal(String text) {
    String digits = text.replace(",", "");
    if (digits.length() > MAX_DIGITS) {
      throw new ArithmeticException("too long");
    }
    return Rational.of(new BigDecimal(digits));
  }

  private static Rational tenTo(String exponent) {
    return power(Rational.of(BigInteger.TEN), exponent);
  }

  private static Rational power(Rational base, String exponent) {
    int times = Integer.parseInt(exponent.startsWith("+") ? exponent.substring(1) : exponent);
    long bits = Math.max(base.numerator().bitLength(), base.denominator().bitLength());
    if (bits * Math.abs((long) times) > MAX_DIGITS * 4L) {
      throw new ArithmeticException("too large");
    }
    return base.power(times);
  }
}
