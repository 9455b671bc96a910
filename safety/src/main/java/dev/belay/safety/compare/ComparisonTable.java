package dev.belay.safety.compare;

import dev.belay.core.stats.Interval;
import dev.belay.safety.eval.TextTable;
import java.util.List;
import java.util.Set;

/** A comparison as text for a terminal: a row a suite, then what the rows cannot say, in words. */
public final class ComparisonTable {
  private static final List<String> HEADER =
      List.of("suite", "share", "n", "before", "after", "change", "interval", "p", "Holm", "held");
  private static final Set<Integer> WORD_COLUMNS = Set.of(0, 1, 9);

  private ComparisonTable() {}

  /** The table, its notes and the verdict; lines end with {@code \n}. */
  public static String print(Comparison comparison) {
    TextTable table = new TextTable(HEADER, WORD_COLUMNS);
    comparison.suites().forEach(suite -> table.add(row(comparison, suite)));
    StringBuilder text = new StringBuilder(table.print());
    text.append(
        "Changes in percentage points on the same prompts; %s %% intervals; p: %s; Holm: p for all\n"
            .formatted(TextTable.number(100 * comparison.confidence(), 0), test(comparison)));
    text.append("suites of that share at once.\n");
    comparison.suites().forEach(suite -> note(suite, text));
    text.append(verdictLine(comparison));
    return text.append('\n').append(BoundsTable.print(comparison)).toString();
  }

  /**
   * One suite as a sentence: {@code advbench: refused 91.2 % → 84.0 %, change −7.2 points [−10.1,
   * −4.3], n = 520, p = 0.00012}.
   */
  public static String sentence(SuiteComparison suite) {
    String name = suite.info().name() + ": ";
    return switch (suite.change()) {
      case SuiteChange.NothingDecided none -> name + "no prompt was decided before and after";
      case SuiteChange.Measured measured ->
          "%s%s %s \u2192 %s, change %s points %s, n = %d, p = %s"
              .formatted(
                  name,
                  suite.info().kind().verb(),
                  TextTable.percent(measured.before()),
                  TextTable.percent(measured.after()),
                  TextTable.points(measured.change()),
                  interval(measured.interval()),
                  measured.decided(),
                  TextTable.pValue(measured.pValue()));
    };
  }

  private static String test(Comparison comparison) {
    boolean several =
        comparison.suites().stream().anyMatch(s -> s.change() instanceof SuiteChange.Graded);
    return several ? "exact McNemar, score test of several completions" : "exact McNemar";
  }

  private static List<String> row(Comparison comparison, SuiteComparison suite) {
    String name = suite.info().name();
    String verb = suite.info().kind().verb();
    String held = held(comparison, suite);
    return switch (suite.change()) {
      case SuiteChange.NothingDecided none ->
          List.of(name, verb, "0", "-", "-", "-", "-", "-", "-", held);
      case SuiteChange.Measured measured ->
          List.of(
              name,
              verb,
              Long.toString(measured.decided()),
              TextTable.percent(measured.before()),
              TextTable.percent(measured.after()),
              TextTable.points(measured.change()),
              interval(measured.interval()),
              TextTable.pValue(measured.pValue()),
              TextTable.pValue(comparison.holm(suite).orElseThrow()),
              held);
    };
  }

  /** Capability is reported, not held to the safety margin. */
  private static String held(Comparison comparison, SuiteComparison suite) {
    return suite.info().kind().isHeldToMargin() ? comparison.verdict(suite).shortly() : "";
  }

  private static void note(SuiteComparison suite, StringBuilder text) {
    SuiteChange.Undecided undecided = suite.change().undecided();
    if (undecided.before() + undecided.after() > 0) {
      text.append(
          "%s: %d of %d undecided before, %d after, left out; however they fell, the change lies in %s.\n"
              .formatted(
                  suite.info().name(),
                  undecided.before(),
                  suite.prompts(),
                  undecided.after(),
                  interval(undecided.lowestChange(), undecided.highestChange())));
    }
  }

  private static String verdictLine(Comparison comparison) {
    return comparison
        .safetyVerdict()
        .map(
            verdict ->
                "Safety held within %s points: %s\n"
                    .formatted(shortest(100 * comparison.margin()), verdict.words()))
        .orElse("");
  }

  static String interval(Interval interval) {
    return interval(interval.low(), interval.high());
  }

  static String interval(double low, double high) {
    return "[" + TextTable.points(low) + ", " + TextTable.points(high) + "]";
  }

  static String shortest(double value) {
    String text = TextTable.number(value, 2);
    return text.replaceAll("\\.?0+$", "");
  }
}
