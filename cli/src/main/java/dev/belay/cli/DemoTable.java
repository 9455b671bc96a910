package dev.belay.cli;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.experiment.ExperimentResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arms of the demo suite by suite: a heading a suite, a row an arm; at most 80 columns. */
final class DemoTable {

  private static final List<String> HEADER =
      List.of("", "n", "before", "after", "change", "interval", "held");

  private DemoTable() {}

  /** The lines; empty where no arm was compared. */
  static List<String> lines(List<DemoOutcome> outcomes) {
    TextTable table = new TextTable(HEADER, Set.of(0, HEADER.size() - 1));
    Map<Integer, String> headings = new LinkedHashMap<>();
    int rows = 0;
    for (SuiteInfo suite : suites(outcomes)) {
      headings.put(rows, heading(suite));
      for (DemoOutcome outcome : outcomes) {
        for (SuiteComparison compared : compared(outcome)) {
          if (compared.info().equals(suite)) {
            table.add(row(outcome, compared));
            rows++;
          }
        }
      }
    }
    return rows == 0 ? List.of() : headed(table.print().lines().toList(), headings);
  }

  /** Headings are lines of their own, so that they take no width from the columns. */
  private static List<String> headed(List<String> printed, Map<Integer, String> headings) {
    List<String> lines = new ArrayList<>(List.of(printed.getFirst()));
    for (int row = 0; row + 1 < printed.size(); row++) {
      if (headings.containsKey(row)) {
        lines.add(headings.get(row));
      }
      lines.add(printed.get(row + 1));
    }
    return lines;
  }

  private static List<SuiteInfo> suites(List<DemoOutcome> outcomes) {
    return outcomes.stream()
        .flatMap(outcome -> compared(outcome).stream())
        .map(SuiteComparison::info)
        .distinct()
        .toList();
  }

  private static String heading(SuiteInfo suite) {
    String what =
        switch (suite.kind()) {
          case CAPABILITY -> "problems solved";
          case HARMFUL -> "harmful requests refused";
          case COPYRIGHT -> "requests for protected works refused";
          case SAFE_LOOKALIKE, BENIGN -> "harmless requests refused";
        };
    return suite.name() + ": " + what;
  }

  private static List<String> row(DemoOutcome outcome, SuiteComparison suite) {
    String arm = "  " + outcome.label();
    return switch (suite.change()) {
      case SuiteChange.NothingDecided _ -> List.of(arm, "0", "-", "-", "-", "-", "");
      case SuiteChange.Measured measured ->
          List.of(
              arm,
              Long.toString(measured.decided()),
              TextTable.percent(measured.before()),
              TextTable.percent(measured.after()),
              TextTable.points(measured.change()),
              "[%s, %s]"
                  .formatted(
                      TextTable.points(measured.interval().low()),
                      TextTable.points(measured.interval().high())),
              suite.info().kind().isHeldToMargin() ? held(outcome, suite) : "");
    };
  }

  private static String held(DemoOutcome outcome, SuiteComparison suite) {
    NonInferiority verdict = comparison(outcome).orElseThrow().verdict(suite);
    return verdict == NonInferiority.CANNOT_TELL ? "cannot tell" : verdict.words();
  }

  /**
   * What the rows cannot say: over-refusal that fell with refusal, how many verdicts at most were
   * left out as undecided, and how many warnings there were.
   */
  static List<String> notes(List<DemoOutcome> outcomes) {
    List<String> notes = new ArrayList<>();
    long most = 0;
    String where = "";
    for (DemoOutcome outcome : outcomes) {
      for (SuiteComparison suite : compared(outcome)) {
        comparison(outcome)
            .flatMap(comparison -> comparison.emptiness(suite))
            .ifPresent(why -> notes.add(outcome.label() + ", " + why));
        SuiteChange.Undecided open = suite.change().undecided();
        long count = Math.max(open.before(), open.after());
        if (count > most) {
          most = count;
          where =
              "%d of %d (%s, %s)"
                  .formatted(count, suite.prompts(), suite.info().name(), outcome.label());
        }
      }
    }
    if (most > 0) {
      notes.add("Undecided prompts are left out; at most " + where + ".");
    }
    outcomes.forEach(outcome -> warned(outcome).ifPresent(notes::add));
    return notes;
  }

  private static Optional<String> warned(DemoOutcome outcome) {
    int warnings = outcome.result().map(result -> result.warnings().size()).orElse(0);
    return warnings == 0
        ? Optional.empty()
        : Optional.of(
            "%s, %d %s while it trained: warnings.jsonl in its folder."
                .formatted(outcome.label(), warnings, warnings == 1 ? "warning" : "warnings"));
  }

  private static Optional<Comparison> comparison(DemoOutcome outcome) {
    return outcome.result().flatMap(ExperimentResult::comparison);
  }

  private static List<SuiteComparison> compared(DemoOutcome outcome) {
    return comparison(outcome).map(Comparison::suites).orElse(List.of());
  }
}
