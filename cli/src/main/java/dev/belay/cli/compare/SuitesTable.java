package dev.belay.cli.compare;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ComparisonResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arms suite by suite, before and after: a heading a suite, a row an arm. */
final class SuitesTable {

  private static final List<String> HEADER =
      List.of("", "n", "before", "after", "change", "interval", "held");

  private SuitesTable() {}

  /** The table; empty where no arm was compared. Lines end with {@code \n}. */
  static String print(ComparisonResult result) {
    TextTable table = new TextTable(HEADER, Set.of(0, HEADER.size() - 1));
    Map<Integer, String> headings = new LinkedHashMap<>();
    int rows = 0;
    for (SuiteInfo suite : suites(result)) {
      headings.put(rows, heading(suite));
      for (ArmOutcome arm : result.arms()) {
        for (SuiteComparison compared : ArmNotes.suites(arm)) {
          if (compared.info().equals(suite)) {
            table.add(row(arm, compared));
            rows++;
          }
        }
      }
    }
    return rows == 0 ? "" : headed(table.print().lines().toList(), headings);
  }

  /** Headings are lines of their own, so that they take no width from the columns. */
  private static String headed(List<String> printed, Map<Integer, String> headings) {
    StringBuilder text = new StringBuilder(printed.getFirst()).append('\n');
    for (int row = 0; row + 1 < printed.size(); row++) {
      if (headings.containsKey(row)) {
        text.append(headings.get(row)).append('\n');
      }
      text.append(printed.get(row + 1)).append('\n');
    }
    return text.toString();
  }

  private static List<SuiteInfo> suites(ComparisonResult result) {
    return result.arms().stream()
        .flatMap(arm -> ArmNotes.suites(arm).stream())
        .map(SuiteComparison::info)
        .distinct()
        .toList();
  }

  static String heading(SuiteInfo suite) {
    String what =
        switch (suite.kind()) {
          case CAPABILITY -> "problems solved";
          case HARMFUL -> "harmful requests refused";
          case COPYRIGHT -> "requests for protected works refused";
          case SAFE_LOOKALIKE, BENIGN -> "harmless requests refused";
        };
    return suite.name() + ": " + what;
  }

  private static List<String> row(ArmOutcome arm, SuiteComparison suite) {
    List<String> row = new ArrayList<>(List.of("  " + arm.label()));
    row.addAll(cells(suite.change()));
    boolean held =
        suite.info().kind().isHeldToMargin() && suite.change() instanceof SuiteChange.Measured;
    row.add(held ? arm.comparison().map(c -> held(c, suite)).orElse("") : "");
    return row;
  }

  private static String held(Comparison comparison, SuiteComparison suite) {
    return comparison.verdict(suite).shortly();
  }

  /** n, before, after, change and interval. */
  static List<String> cells(SuiteChange change) {
    return switch (change) {
      case SuiteChange.NothingDecided _ -> List.of("0", "-", "-", "-", "-");
      case SuiteChange.Measured measured ->
          List.of(
              Long.toString(measured.decided()),
              TextTable.percent(measured.before()),
              TextTable.percent(measured.after()),
              TextTable.points(measured.change()),
              "[%s, %s]"
                  .formatted(
                      TextTable.points(measured.interval().low()),
                      TextTable.points(measured.interval().high())));
    };
  }
}
