package dev.belay.core.verify;

import dev.belay.core.verify.math.Rational;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the digits at one place of a text, whatever separates their groups: {@code 1,234.50},
 * {@code 1.234,50}, {@code 1,00,000}, {@code 10 000}, {@code 1{,}234}, {@code .5}, {@code 3,5},
 * {@code 1.5e3}, {@code 0.\overline{3}}. Where the groups make no number, such as {@code 1,2,3},
 * each is one. One pass; no value of more than 400 digits.
 */
final class NumberReader {
  private static final int MAX_DIGITS = 400;

  /** Dots stand on the first and the last digit that repeat, bars on all. */
  private static final String IN_LATEX =
      "\\\\(?:overline|bar)\\{\\d{1,40}\\}"
          + "|\\\\dot(?:\\{\\d\\}|\\s?\\d)(?:\\d{0,38}\\\\dot(?:\\{\\d\\}|\\s?\\d))?+";

  private static final Pattern LATEX_PERIOD = Pattern.compile(IN_LATEX);

  /** Brackets right after the point; after decimals they may be a product. */
  private static final Pattern PERIOD = Pattern.compile(IN_LATEX + "|\\(\\d{1,40}\\)");

  /**
   * What was found.
   *
   * @param value null when it is too large
   * @param number whether it is a number; a version such as 1.2.3 is none
   */
  record Found(int start, int end, @Nullable Rational value, boolean number) {}

  /** Digits between separators, and the separator before them: a sign, or NUL for none. */
  private record Group(int start, int end, char separator) {
    int length() {
      return end - start;
    }
  }

  private final String text;
  private final List<Group> groups = new ArrayList<>();

  private NumberReader(String text) {
    this.text = text;
  }

  /** The number at a digit, or at a point before one; several where the groups make no number. */
  static List<Found> read(String text, int start) {
    return new NumberReader(text).read(start);
  }

  private List<Found> read(int start) {
    boolean point = !isDigit(start);
    int first = point ? start + 1 : start;
    groups.add(new Group(first, digits(first), point ? '.' : '\0'));
    while (addGroup()) {
      // Each turn takes one more group.
    }
    int end = groups.getLast().end();
    BigDecimal decimal = point && groups.size() > 1 ? null : decimal(start, end);
    if (decimal != null) {
      return List.of(finished(start, end, decimal));
    }
    boolean version =
        groups.size() > 2 && groups.stream().skip(1).allMatch(group -> group.separator() == '.');
    if (tooLong() || version) {
      return List.of(new Found(start, end, null, !version));
    }
    return groups.stream()
        .map(group -> new Found(group.start(), group.end(), Rational.of(plain(group)), true))
        .toList();
  }

  private boolean tooLong() {
    return groups.stream().mapToInt(Group::length).sum() > MAX_DIGITS;
  }

  private boolean isDigit(int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }

  private int digits(int from) {
    int at = from;
    while (isDigit(at)) {
      at++;
    }
    return at;
  }

  private boolean addGroup() {
    Group last = groups.getLast();
    int at = last.end();
    int after = at;
    char separator = '\0';
    for (String written : Separators.WRITTEN) {
      if (text.startsWith(written, at)) {
        after = at + written.length();
        separator = Separators.meaning(written);
        break;
      }
    }
    if (separator == '\0' || !isDigit(after)) {
      return false;
    }
    int end = digits(after);
    boolean thousands = end - after == 3 && last.length() <= 3 && last.separator() != '.';
    if (Separators.onlyThousands(separator) && !thousands) {
      return false;
    }
    groups.add(new Group(after, end, separator));
    return true;
  }

  /** The number that all groups make; null when they make none, or one that is too long. */
  private @Nullable BigDecimal decimal(int start, int end) {
    if (tooLong()) {
      return null;
    }
    int count = groups.size();
    if (count == 1) {
      return new BigDecimal(
          (groups.getFirst().separator() == '.' ? "." : "") + plain(groups.getFirst()));
    }
    char last = groups.getLast().separator();
    char inner = groups.get(1).separator();
    boolean mixed = last != inner;
    boolean decimalMark = last == '.' || last == ',';
    if (mixed && decimalMark && isGrouped(count - 1, inner)) {
      return joined(count - 1);
    }
    if (mixed) {
      return null;
    }
    if (count == 2 && last == '.') {
      return joined(1);
    }
    if (isGrouped(count, inner)) {
      return joined(count);
    }
    return count == 2 && last == ',' && !inBrackets(start, end) ? joined(1) : null;
  }

  /** A pair in brackets, {@code (3,5)}, is no decimal. */
  private boolean inBrackets(int start, int end) {
    return start > 0
        && end < text.length()
        && "([{".indexOf(text.charAt(start - 1)) >= 0
        && ")]}".indexOf(text.charAt(end)) >= 0;
  }

  /** Whether the first groups are thousands, in the European or the Indian way. */
  private boolean isGrouped(int count, char separator) {
    Group first = groups.getFirst();
    boolean same =
        groups.subList(1, count).stream().allMatch(group -> group.separator() == separator);
    boolean whole = first.length() <= 3 && plain(first).charAt(0) != '0';
    if (!same || !whole || (count == 1 && separator != '\0')) {
      return false;
    }
    boolean threes = groups.subList(1, count).stream().allMatch(group -> group.length() == 3);
    boolean twos = groups.subList(1, count - 1).stream().allMatch(group -> group.length() == 2);
    boolean indian =
        separator == ','
            && count > 2
            && first.length() <= 2
            && twos
            && groups.get(count - 1).length() == 3;
    return threes || indian;
  }

  /** The first groups before the point, the rest behind it. */
  private BigDecimal joined(int whole) {
    StringBuilder number = new StringBuilder();
    for (int i = 0; i < groups.size(); i++) {
      number.append(i == whole ? "." : "").append(plain(groups.get(i)));
    }
    return new BigDecimal(number.toString());
  }

  /** ASCII digits of a group. */
  private String plain(Group group) {
    StringBuilder digits = new StringBuilder(group.length());
    for (int i = group.start(); i < group.end(); i++) {
      digits.append(Character.digit(text.charAt(i), 10));
    }
    return digits.toString();
  }

  /** With a repeating part or an exponent, if there is one. */
  private Found finished(int start, int end, BigDecimal decimal) {
    Found repeating = repeating(start, end, decimal);
    if (repeating != null) {
      return repeating;
    }
    int sign = end + 1;
    boolean signed = sign < text.length() && "+-\u2212".indexOf(text.charAt(sign)) >= 0;
    int from = signed ? sign + 1 : sign;
    int to = digits(from);
    boolean exponent =
        end < text.length()
            && (text.charAt(end) == 'e' || text.charAt(end) == 'E')
            && to > from
            && (to == text.length() || !Character.isLetter(text.charAt(to)));
    if (!exponent) {
      return new Found(start, end, Rational.of(decimal), true);
    }
    boolean negative = signed && text.charAt(sign) != '+';
    int power = to - from > 4 ? Integer.MAX_VALUE : Integer.parseInt(text, from, to, 10);
    Rational ten = Rational.of(BigInteger.TEN).boundedPower(negative ? -power : power);
    return new Found(start, to, ten == null ? null : Rational.of(decimal).times(ten), true);
  }

  /** {@code 0.1\overline{6}}: (16 − 1) / 90; also {@code 0.\dot{3}} and {@code 0.(3)}. */
  private @Nullable Found repeating(int start, int end, BigDecimal decimal) {
    boolean point = end < text.length() && text.charAt(end) == '.';
    int at = point ? end + 1 : end;
    if (!point && decimal.scale() <= 0) {
      return null;
    }
    Matcher period = (point ? PERIOD : LATEX_PERIOD).matcher(text).region(at, text.length());
    if (!period.lookingAt()) {
      return null;
    }
    String digits = period.group().replaceAll("[^\\d]", "");
    BigInteger nines = BigInteger.TEN.pow(digits.length()).subtract(BigInteger.ONE);
    Rational tail =
        new Rational(new BigInteger(digits), nines.multiply(BigInteger.TEN.pow(decimal.scale())));
    return new Found(start, period.end(), Rational.of(decimal).plus(tail), true);
  }

  /** What stands between groups of digits, and what it means. */
  private static final class Separators {
    private static final char BLANK = ' ';

    /** The longest first. */
    static final List<String> WRITTEN =
        List.of(
            "{,}", ",\\!", "\\,", "\\;", "\\:", "\\ ", "~", ",", "\uff0c", ".", "\uff0e", "\u066b",
            "\u066c", "'", "\u2019", "_", " ", "\u00a0", "\u202f", "\u2009");

    private Separators() {}

    static char meaning(String written) {
      return switch (written) {
        case "{,}", ",\\!", ",", "\uff0c", "\u066c" -> ',';
        case ".", "\uff0e", "\u066b" -> '.';
        case "'", "\u2019" -> '\'';
        case "_" -> '_';
        default -> BLANK;
      };
    }

    static boolean onlyThousands(char separator) {
      return separator == BLANK || separator == '\'' || separator == '_';
    }
  }
}
