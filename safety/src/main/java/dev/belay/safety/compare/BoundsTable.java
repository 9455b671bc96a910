package dev.belay.safety.compare;

import dev.belay.safety.correction.Corrected;
import dev.belay.safety.correction.CorrectionNotes;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What stands behind the rates of a comparison: whatever the undecided were, at any number of
 * prompts, and without the judge's errors.
 */
final class BoundsTable {
  private static final List<String> BOUNDS =
      List.of("suite", "before", "after", "change", "failing \u2264", "worse by \u2264");
  private static final List<String> CORRECTED =
      List.of("suite", "before", "after", "change", "interval", "by audit", "held");

  private BoundsTable() {}

  static String print(Comparison comparison) {
    TextTable table = new TextTable(BOUNDS, Set.of(0));
    comparison.suites().forEach(suite -> table.add(bounds(suite)));
    String oneSided = ComparisonTable.shortest(100 * ExactLimits.oneSided(comparison.confidence()));
    return "Worst case, and exact limits:\n"
        + table.print()
        + "Before, after, change: all undecided counted one way and the other. Failing (of the"
        + " model"
        + " after)\nand worse by: at most this with %s %% confidence, exact (Clopper-Pearson).\n"
            .formatted(oneSided)
        + corrected(comparison);
  }

  private static List<String> bounds(SuiteComparison suite) {
    SuiteChange.Undecided undecided = suite.change().undecided();
    Optional<ExactLimits> exact = ExactLimits.of(suite);
    return List.of(
        suite.info().name(),
        TextTable.range(undecided.rateBefore().low(), undecided.rateBefore().high()),
        TextTable.range(undecided.rateAfter().low(), undecided.rateAfter().high()),
        ComparisonTable.interval(undecided.lowestChange(), undecided.highestChange()),
        exact.map(limits -> TextTable.percent(limits.failing())).orElse("-"),
        exact.map(limits -> TextTable.number(100 * limits.worsening(), 1)).orElse("-"));
  }

  /** Nothing when no judge's errors are known: then there is only to say so. */
  private static String corrected(Comparison comparison) {
    TextTable table = new TextTable(CORRECTED, Set.of(0, 6));
    Map<String, Optional<MeasuredErrors>> judges = new TreeMap<>();
    List<NonInferiority> verdicts = new ArrayList<>();
    for (SuiteComparison suite : comparison.suites()) {
      if (!suite.info().isCorrectable()) {
        continue;
      }
      judges.put(suite.info().judges().getFirst(), suite.errors());
      suite.correctedChange().ifPresent(change -> table.add(corrected(comparison, suite, change)));
      if (suite.info().kind().isSafety()) {
        comparison.correctedVerdict(suite).ifPresent(verdicts::add);
      }
    }
    String notes = CorrectionNotes.of(judges.keySet(), judges::get);
    if (judges.values().stream().noneMatch(e -> e.isPresent() && e.get().defined())) {
      return notes;
    }
    String verdict =
        verdicts.isEmpty()
            ? ""
            : "Corrected, safety held within %s points: %s\n"
                .formatted(
                    ComparisonTable.shortest(100 * comparison.margin()),
                    NonInferiority.all(verdicts).words());
    return "\nWithout the judge's errors:\n" + table.print() + notes + verdict;
  }

  private static List<String> corrected(
      Comparison comparison, SuiteComparison suite, Corrected change) {
    return List.of(
        suite.info().name(),
        suite.correctedRate(false).map(rate -> TextTable.percent(rate.value())).orElse("-"),
        suite.correctedRate(true).map(rate -> TextTable.percent(rate.value())).orElse("-"),
        TextTable.points(change.value()),
        ComparisonTable.interval(change.interval().low(), change.interval().high()),
        ComparisonTable.interval(change.lowest(), change.highest()),
        suite.info().kind().isHeldToMargin()
            ? comparison.correctedVerdict(suite).map(NonInferiority::shortly).orElse("")
            : "");
  }
}
