package dev.belay.core.verify.math;

import dev.belay.core.text.EnglishNumbers;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are written out in English: five thousand, minus one half, two point five, three and
 * a third, two dozen.
 */
public final class NumberNames {
  private static final Map<String, Long> SCALES =
      Map.of(
          "thousand", 1000L,
          "million", 1_000_000L,
          "billion", 1_000_000_000L,
          "trillion", 1_000_000_000_000L);

  private static final Map<String, Integer> PARTS = parts();

  private static final int MAX_DECIMALS = 20;

  private final List<String> words;
  private int at;

  private NumberNames(List<String> words) {
    this.words = words;
  }

  /** A number and how many words name it. */
  public record Named(Rational value, int words) {}

  private static Map<String, Integer> parts() {
    Map<String, Integer> parts = new HashMap<>();
    String names =
        "half 2 third 3 quarter 4 fourth 4 fifth 5 sixth 6 seventh 7 eighth 8 ninth 9 tenth 10 "
            + "twelfth 12 twentieth 20 hundredth 100 thousandth 1000";
    String[] each = names.split(" ", -1);
    for (int i = 0; i < each.length; i += 2) {
      int below = Integer.parseInt(each[i + 1]);
      parts.put(each[i], below);
      parts.put(each[i] + "s", below);
    }
    parts.put("halves", 2);
    return Map.copyOf(parts);
  }

  /** The number that the first words, in lower case, name; null where they name none. */
  public static @Nullable Named read(List<String> words) {
    NumberNames reader = new NumberNames(words);
    boolean negative = reader.is(0, "minus") || reader.is(0, "negative");
    reader.at = negative ? 1 : 0;
    Rational value = reader.number();
    return value == null ? null : new Named(negative ? value.negated() : value, reader.at);
  }

  /** One part of how many a word names: 3 for third and thirds; null for other words. */
  public static @Nullable Integer part(String word) {
    return PARTS.get(word);
  }

  /** Whether a word may stand in the name of a number. */
  public static boolean isPiece(String word) {
    return EnglishNumbers.small(word) >= 0
        || EnglishNumbers.tens(word) >= 0
        || SCALES.containsKey(word)
        || PARTS.containsKey(word)
        || List.of("hundred", "dozen", "point").contains(word);
  }

  private String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  private boolean is(int index, String word) {
    return word(index).equals(word);
  }

  private @Nullable Rational number() {
    int start = at;
    boolean article = is(at, "a") || is(at, "an");
    String next = word(article ? at + 1 : at);
    boolean one = article && (SCALES.containsKey(next) || isUnit(next));
    at += one ? 1 : 0;
    long whole = whole(one ? 1 : 0);
    Integer below = PARTS.get(word(at));
    boolean counted = at == start + 1 && whole > 0;
    if (below != null && (counted || (at == start && is(at, "half")))) {
      at++;
      return Rational.of(counted ? whole : 1, below);
    }
    if (is(at, "dozen") && at > start) {
      at++;
      return Rational.of(12 * whole, 1);
    }
    if (at == start || (article && at == start + 1)) {
      return null;
    }
    return is(at, "point") ? decimal(whole) : mixed(whole);
  }

  /** What "a" may count. */
  private static boolean isUnit(String word) {
    boolean part = PARTS.containsKey(word) && !word.endsWith("s");
    return part || word.equals("hundred") || word.equals("dozen");
  }

  private long whole(long first) {
    long total = 0;
    long group = first;
    for (; at < words.size(); at++) {
      at +=
          is(at, "and") && total + group > 0 && group % 100 == 0 && isBelowHundred(at + 1) ? 1 : 0;
      String word = words.get(at);
      int small = EnglishNumbers.small(word);
      int tens = EnglishNumbers.tens(word);
      Long scale = SCALES.get(word);
      boolean free =
          (small >= 10 || tens >= 0) ? group % 100 == 0 : group % 10 == 0 && group % 100 != 10;
      if ((small >= 0 || tens >= 0) && free) {
        group += Math.max(small, tens);
      } else if (word.equals("hundred") && group > 0 && group < 100 && group % 10 > 0) {
        group *= 100;
      } else if (scale != null && group > 0 && total % (1000L * scale) == 0) {
        total += group * scale;
        group = 0;
      } else {
        break;
      }
    }
    return total + group;
  }

  /** One hundred and five; but not five and a half, two and two thirds. */
  private boolean isBelowHundred(int index) {
    String word = word(index);
    boolean number = EnglishNumbers.small(word) > 0 || EnglishNumbers.tens(word) > 0;
    return number && !PARTS.containsKey(word(index + 1));
  }

  /** Two point five; null without a digit after the point. */
  private @Nullable Rational decimal(long whole) {
    StringBuilder digits = new StringBuilder();
    at++;
    for (int digit = digit(); digit >= 0 && digits.length() < MAX_DECIMALS; digit = digit()) {
      digits.append(digit);
      at++;
    }
    return digits.isEmpty() ? null : Rational.of(new BigDecimal(whole + "." + digits));
  }

  private int digit() {
    int digit = EnglishNumbers.small(word(at));
    return digit < 10 ? digit : -1;
  }

  /** Five and a half, two and two thirds. */
  private Rational mixed(long whole) {
    Rational value = Rational.of(whole, 1);
    Integer below = is(at, "and") ? PARTS.get(word(at + 2)) : null;
    boolean one = is(at + 1, "a") || is(at + 1, "an");
    int above = one ? 1 : EnglishNumbers.small(word(at + 1));
    if (below == null || above <= 0 || above >= below) {
      return value;
    }
    at += 3;
    return value.plus(Rational.of(above, below));
  }
}
