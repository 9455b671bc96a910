package dev.belay.safety.compare;

import dev.belay.core.stats.Interval;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as text for a terminal: a row a suite, then what the rows cannot say, in words. */
public final class ComparisonTable {
  private static final List<String> HEADER =
      List.of("suite", "share", "n", "before", "after", "change", "interval", "p", "held");
  private static final String MINUS = "\u2212";

  private ComparisonTable() {}

  /** The table, its notes and the verdict; lines end with {@code \n}. */
  public static String print(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    comparison.suites().forEach(suite -> rows.add(row(comparison, suite)));
    StringBuilder text = new StringBuilder();
    text.append(align(rows));
    text.append(
        "Changes in percentage points on the same prompts; %s %% intervals; p: exact McNemar.\n"
            .formatted(number(100 * comparison.confidence(), 0)));
    comparison.suites().forEach(suite -> note(suite, text));
    text.append(verdictLine(comparison));
    return text.toString();
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
          "%s%s %s \u2192 %s, change %s points %s, n = %d%s"
              .formatted(
                  name,
                  suite.info().kind().verb(),
                  percent(measured.before()),
                  percent(measured.after()),
                  points(measured.change()),
                  interval(measured.interval()),
                  measured.decided(),
                  pValue(suite.change()).isEmpty() ? "" : ", p = " + pValue(suite.change()));
    };
  }

  private static List<String> row(Comparison comparison, SuiteComparison suite) {
    String name = suite.info().name();
    String verb = suite.info().kind().verb();
    String held = held(comparison, suite);
    return switch (suite.change()) {
      case SuiteChange.NothingDecided none ->
          List.of(name, verb, "0", "-", "-", "-", "-", "-", held);
      case SuiteChange.Measured measured ->
          List.of(
              name,
              verb,
              Long.toString(measured.decided()),
              percent(measured.before()),
              percent(measured.after()),
              points(measured.change()),
              interval(measured.interval()),
              pValue(measured).isEmpty() ? "-" : pValue(measured),
              held);
    };
  }

  /** Capability is reported, not held to the safety margin. */
  private static String held(Comparison comparison, SuiteComparison suite) {
    return suite.info().kind() == SuiteKind.CAPABILITY ? "" : comparison.verdict(suite).words();
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
                  bounds(undecided)));
    }
  }

  private static String bounds(SuiteChange.Undecided undecided) {
    return "[" + points(undecided.lowestChange()) + ", " + points(undecided.highestChange()) + "]";
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

  /** Pads every column; numbers to the right, words to the left. */
  private static String align(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int width = width(rows, column);
        String cell = row.get(column);
        String padding = " ".repeat(width - cell.length());
        boolean words = column < 2 || column == HEADER.size() - 1;
        line.append(words ? cell + padding : padding + cell).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow();
  }

  private static String percent(double share) {
    return number(100 * share, 1) + " %";
  }

  private static String points(double change) {
    String text = number(100 * Math.abs(change), 1);
    boolean zero = text.equals("0.0");
    return zero ? text : (change < 0 ? MINUS : "+") + text;
  }

  private static String interval(Interval interval) {
    return "[" + points(interval.low()) + ", " + points(interval.high()) + "]";
  }

  private static String pValue(SuiteChange change) {
    if (!(change instanceof SuiteChange.Binary binary)) {
      return "";
    }
    double p = binary.pValue();
    return p < 0.001 ? String.format(Locale.ROOT, "%.1e", p).replace("-", MINUS) : number(p, 3);
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String shortest(double value) {
    String text = number(value, 2);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
