package dev.belay.core.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words that decide what a number beside them is. */
final class MathWords {

  /** What they multiply the number before them with. */
  private static final Map<String, Long> MAGNITUDES =
      Map.ofEntries(
          Map.entry("dozen", 12L),
          Map.entry("hundred", 100L),
          Map.entry("thousand", 1_000L),
          Map.entry("lakh", 100_000L),
          Map.entry("million", 1_000_000L),
          Map.entry("crore", 10_000_000L),
          Map.entry("billion", 1_000_000_000L),
          Map.entry("trillion", 1_000_000_000_000L),
          Map.entry("bn", 1_000_000_000L));

  /** Letters that do so right after an amount of money. */
  private static final Map<String, Long> MONEY =
      Map.of("k", 1_000L, "m", 1_000_000L, "b", 1_000_000_000L, "mn", 1_000_000L);

  /** Units written right after their number; any other short word there is a variable. */
  static final Set<String> SHORT_UNITS =
      Set.of(
          "km", "m", "cm", "mm", "nm", "kg", "g", "mg", "lb", "lbs", "oz", "ft", "in", "mi", "yd",
          "l", "ml", "s", "ms", "h", "hr", "hrs", "min", "sec", "mph", "kph", "kmh", "am", "pm",
          "gb", "mb", "kb", "tb", "w", "kw", "kwh", "v", "j", "n", "c", "f", "p", "ha", "usd",
          "eur", "gbp", "cal", "hz", "pa", "mol", "rs", "cts", "bps", "pts", "pcs", "yrs", "yr",
          "d", "rad", "deg");

  /**
   * Families of units: an amount in two of one family, 5 feet 6 inches, is one amount. A line is a
   * family: its name, then its units.
   */
  private static final String UNITS =
      """
      time second seconds sec secs s minute minutes min mins m hour hours hr hrs h day \
      days week weeks month months year years
      length inch inches in foot feet ft yard yards yd mile miles mi cm mm m km meter meters \
      metre metres centimeter centimeters kilometer kilometers kilometre kilometres
      mass ounce ounces oz pound pounds lb lbs gram grams g kg kilogram kilograms \
      stone
      money cent cents dollar dollars euro euros pence quid
      volume cup cups pint pints pt quart quarts qt gallon gallons gal liter liters litre \
      litres l ml
      """;

  private static final Map<String, Set<String>> FAMILIES = families();

  static final Set<String> MONTHS =
      Set.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december",
          "jan",
          "feb",
          "mar",
          "apr",
          "jun",
          "jul",
          "aug",
          "sep",
          "sept",
          "oct",
          "nov",
          "dec");

  /** They name what their number is the number of: page 12, step 3. */
  static final Set<String> LABELS =
      Set.of(
          "page",
          "step",
          "question",
          "problem",
          "part",
          "figure",
          "fig",
          "table",
          "chapter",
          "section",
          "exercise",
          "example",
          "equation",
          "eq",
          "case",
          "line",
          "note",
          "method",
          "option",
          "paragraph",
          "footnote",
          "lemma",
          "theorem",
          "item",
          "round",
          "stage",
          "phase",
          "grade",
          "level",
          "version",
          "volume",
          "room",
          "bus",
          "route",
          "schritt",
          "frage",
          "aufgabe",
          "paso",
          "pregunta",
          "\u00e9tape");

  /** What a number is said to be, or not to be. */
  static final Set<String> VERDICTS = Set.of("answer", "correct", "right", "result", "solution");

  static final Set<String> NEGATIONS =
      Set.of(
          "not",
          "never",
          "cannot",
          "neither",
          "nor",
          "isn't",
          "isn\u2019t",
          "wasn't",
          "wasn\u2019t",
          "aren't",
          "aren\u2019t",
          "can't",
          "can\u2019t",
          "couldn't",
          "couldn\u2019t",
          "doesn't",
          "doesn\u2019t",
          "won't",
          "won\u2019t",
          "shouldn't",
          "shouldn\u2019t",
          "instead",
          "nicht",
          "pas",
          "nunca",
          "jamais");

  /** They join two numbers to one calculation when they stand between. */
  static final Set<String> OPERATORS =
      Set.of("plus", "minus", "times", "x", "over", "multiplied", "divided", "added", "subtracted");

  /** Sums and the like of two numbers joined by "and". */
  static final Set<String> COMBINATIONS =
      Set.of("sum", "difference", "product", "quotient", "average", "mean", "gcd", "lcm");

  static final Set<String> COPULAS = Set.of("is", "was", "are", "be", "equals");

  static final Set<String> RESULTS = Set.of("equals", "gives", "makes", "yields", "equal");

  /** Words that no unit is. */
  static final Set<String> NO_UNITS =
      Set.of(
          "unless",
          "otherwise",
          "alternatively",
          "maybe",
          "perhaps",
          "possibly",
          "versus",
          "vs",
          "through",
          "thru",
          "up",
          "is",
          "was",
          "are",
          "were",
          "be",
          "and",
          "or",
          "so",
          "since",
          "because",
          "but",
          "if",
          "then",
          "than",
          "to",
          "of",
          "in",
          "on",
          "at",
          "by",
          "for",
          "from",
          "with",
          "as",
          "which",
          "that",
          "who",
          "when",
          "while",
          "not",
          "the",
          "a",
          "an",
          "more",
          "less",
          "fewer",
          "greater",
          "does",
          "has",
          "have",
          "had",
          "will",
          "can",
          "it",
          "he",
          "she",
          "they",
          "we",
          "i",
          "you",
          "thus",
          "hence",
          "therefore",
          "minus",
          "plus",
          "times",
          "over",
          "equals",
          "out",
          "wait",
          "no");

  private MathWords() {}

  private static Map<String, Set<String>> families() {
    Map<String, Set<String>> families = new HashMap<>();
    for (String line : UNITS.lines().toList()) {
      String[] family = line.split(" ", -1);
      for (String unit : family) {
        families.computeIfAbsent(unit, _ -> new HashSet<>()).add(family[0]);
      }
    }
    return families;
  }

  /** Whether two units measure the same in different steps. */
  static boolean sameFamily(String unit, String other) {
    Set<String> family = FAMILIES.getOrDefault(unit, Set.of());
    Set<String> others = FAMILIES.getOrDefault(other, Set.of());
    return !unit.equals(other) && family.stream().anyMatch(others::contains);
  }

  /** What a word after a number multiplies it with; null when it does not. */
  static @Nullable Long magnitude(MathToken number, MathToken word) {
    Long factor = MAGNITUDES.get(word.word());
    if (factor == null && !word.spaced()) {
      factor = number.currency() ? MONEY.get(word.word()) : word.isWord("k") ? null : factor;
    }
    return factor;
  }
}
