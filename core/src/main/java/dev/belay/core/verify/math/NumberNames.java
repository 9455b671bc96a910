package dev.belay.core.verify.math;

import dev.belay.core.text.EnglishNumbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers that are written out in English. */
final class NumberNames {
  private static final Map<String, Integer> FRACTIONS =
      Map.ofEntries(
          Map.entry("half", 2),
          Map.entry("halves", 2),
          Map.entry("third", 3),
          Map.entry("thirds", 3),
          Map.entry("quarter", 4),
          Map.entry("quarters", 4),
          Map.entry("fourth", 4),
          Map.entry("fourths", 4),
          Map.entry("fifth", 5),
          Map.entry("fifths", 5),
          Map.entry("sixth", 6),
          Map.entry("sixths", 6),
          Map.entry("eighth", 8),
          Map.entry("eighths", 8),
          Map.entry("tenth", 10),
          Map.entry("tenths", 10));
  private static final Map<String, Integer> SCALES =
      Map.of("thousand", 1000, "million", 1_000_000, "billion", 1_000_000_000);

  private NumberNames() {}

  /** A number and how many words name it. */
  record Named(Rational value, int words) {}

  /** The number that the first words name; null where they name none. */
  static @Nullable Named read(List<String> words) {
    long total = 0;
    long group = 0;
    int at = 0;
    for (; at < words.size(); at++) {
      String word = words.get(at);
      int small = EnglishNumbers.small(word);
      int tens = EnglishNumbers.tens(word);
      Integer scale = SCALES.get(word);
      boolean free =
          (small >= 10 || tens >= 0) ? group % 100 == 0 : group % 10 == 0 && group % 100 != 10;
      if (small >= 0 && free) {
        group += small;
      } else if (tens >= 0 && free) {
        group += tens;
      } else if (word.equals("hundred") && group > 0 && group < 10) {
        group *= 100;
      } else if (scale != null && group > 0 && group < 1000 && total % (1000L * scale) == 0) {
        total += group * scale;
        group = 0;
      } else {
        break;
      }
    }
    return fraction(words, at, total + group);
  }

  private static @Nullable Named fraction(List<String> words, int at, long number) {
    String next = at < words.size() ? words.get(at) : "";
    Integer below = FRACTIONS.get(next);
    if (below != null && (at == 1 || (at == 0 && next.equals("half")))) {
      return new Named(Rational.of(at == 0 ? 1 : number, below), at + 1);
    }
    return at == 0 ? null : new Named(Rational.of(number, 1), at);
  }
}
