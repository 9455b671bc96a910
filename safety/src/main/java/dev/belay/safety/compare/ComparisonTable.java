package dev.belay.safety.compare;

import dev.belay.core.stats.Interval;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Comparisons as text for a terminal: a row a suite, a category, an attack or a benchmark, then
 * what the rows cannot say, in words.
 */
public final class ComparisonTable {
  private static final List<String> CHANGE =
      List.of("n", "before", "after", "change", "interval", "p", "Holm");
  private static final List<String> UNDECIDED = List.of("undec.", "worst case");
  private static final int LONGEST_NAME = 35;

  private ComparisonTable() {}

  /** The table, its notes and the verdict; lines end with {@code \n}. */
  public static String print(Comparison comparison) {
    List<String> header = joined(List.of("suite", "share"), CHANGE, List.of("held"));
    TextTable table = new TextTable(header, Set.of(0, 1, header.size() - 1));
    for (SuiteComparison suite : comparison.suites()) {
      table.add(
          joined(
              List.of(suite.info().name(), suite.info().kind().verb()),
              change(suite.row(), true),
              List.of(held(comparison, suite))));
    }
    StringBuilder text = new StringBuilder(table.print());
    text.append(
        "Changes in percentage points on the same prompts; %s %% intervals; p: %s; Holm: p for all\n"
            .formatted(TextTable.number(100 * comparison.confidence(), 0), test(comparison)));
    text.append("suites of that share at once.\n");
    comparison.suites().forEach(suite -> note(suite, text));
    comparison.suites().stream()
        .flatMap(suite -> comparison.emptiness(suite).stream())
        .forEach(sentence -> text.append(sentence).append('\n'));
    text.append(verdictLine(comparison));
    return text.append('\n').append(BoundsTable.print(comparison)).toString();
  }

  /** The tables of the parts and what their columns mean; lines end with {@code \n}. */
  public static String print(Breakdown breakdown) {
    String without = String.join(", ", breakdown.without());
    boolean byCategory = breakdown.by() == RowKey.CATEGORY;
    if (breakdown.tables().isEmpty()) {
      return byCategory
          ? "By category: none of the benchmarks has categories (" + without + ").\n"
          : "By attack: none of the suites holds requests that attacks are made of.\n";
    }
    StringBuilder text = new StringBuilder();
    breakdown
        .tables()
        .forEach(table -> text.append(byCategory ? categories(table) : pooled(table)).append('\n'));
    text.append(BreakdownLegend.of(breakdown));
    if (!without.isEmpty()) {
      text.append("Without categories: ").append(without).append(".\n");
    }
    return text.toString();
  }

  private static String categories(ChangeTable changes) {
    TextTable table =
        new TextTable(joined(List.of(changes.key().word()), CHANGE, UNDECIDED), Set.of(0));
    changes.groups().forEach(group -> addCategories(table, changes, group));
    changes.all().ifPresent(group -> addCategories(table, changes, group));
    return "%s by category: share %s\n%s"
        .formatted(changes.benchmark(), changes.kind().verb(), table.print());
  }

  /** Where there is one way of asking its name says nothing. */
  private static void addCategories(TextTable table, ChangeTable changes, ChangeGroup group) {
    boolean several = changes.all().isPresent();
    if (several) {
      int cells = CHANGE.size() + UNDECIDED.size();
      table.add(joined(List.of(group.name()), Collections.nCopies(cells, "")));
    }
    for (ChangeRow row : group.rows()) {
      String name = (several ? "  " : "") + shortened(row.name());
      table.add(joined(List.of(name), change(row, false), undecided(row)));
    }
  }

  private static String pooled(ChangeTable changes) {
    String over = changes.key().over().word() + "s";
    List<String> first = List.of(changes.key().word(), over, "asked");
    TextTable table = new TextTable(joined(first, CHANGE, UNDECIDED), Set.of(0));
    for (ChangeGroup group : changes.groups()) {
      group.rows().forEach(row -> table.add(pooled(row, row.suites())));
    }
    changes
        .all()
        .ifPresent(all -> all.rows().forEach(row -> table.add(pooled(row, changes.over()))));
    return "By %s, over %s: share %s, judged by %s\n%s"
        .formatted(
            changes.key().word(), over, changes.kind().verb(), changes.judge(), table.print());
  }

  private static List<String> pooled(ChangeRow row, int over) {
    return joined(
        List.of(shortened(row.name()), Integer.toString(over), Long.toString(row.asked())),
        change(row, false),
        undecided(row));
  }

  /**
   * The cells of a row's change.
   *
   * @param always whether interval and tests are shown of any number of prompts
   */
  private static List<String> change(ChangeRow row, boolean always) {
    return switch (row.change()) {
      case SuiteChange.NothingDecided none -> List.of("0", "-", "-", "-", "-", "-", "-");
      case SuiteChange.Measured measured -> {
        boolean shown = always || row.told().isPresent();
        yield List.of(
            Long.toString(measured.decided()),
            TextTable.percent(measured.before()),
            TextTable.percent(measured.after()),
            TextTable.points(measured.change()),
            shown ? interval(measured.interval()) : "too few",
            shown ? TextTable.pValue(measured.pValue()) : "-",
            shown && row.holm().isPresent() ? TextTable.pValue(row.holm().getAsDouble()) : "-");
      }
    };
  }

  private static List<String> undecided(ChangeRow row) {
    SuiteChange.Undecided undecided = row.change().undecided();
    return undecided.before() + undecided.after() == 0
        ? List.of("", "")
        : List.of(
            undecided.before() + " / " + undecided.after(),
            interval(undecided.lowestChange(), undecided.highestChange()));
  }

  @SafeVarargs
  private static List<String> joined(List<String>... cells) {
    List<String> all = new ArrayList<>();
    for (List<String> some : cells) {
      all.addAll(some);
    }
    return all;
  }

  /** A name that leaves the numbers their place. */
  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "\u2026";
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
        comparison.suites().stream().anyMatch(s -> s.change() instanceof SuiteChange.Means);
    return several ? "exact McNemar, score test of several completions" : "exact McNemar";
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

  /** An interval in percentage points: {@code [−10.1, −4.3]}. */
  public static String interval(Interval interval) {
    return interval(interval.low(), interval.high());
  }

  static String interval(double low, double high) {
    return "[" + TextTable.points(low) + ", " + TextTable.points(high) + "]";
  }

  /** A number with two decimals, or as few as say the same. */
  public static String shortest(double value) {
    String text = TextTable.number(value, 2);
    return text.replaceAll("\\.?0+$", "");
  }
}
