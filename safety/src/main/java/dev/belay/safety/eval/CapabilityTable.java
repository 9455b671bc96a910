package dev.belay.safety.eval;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Suites of tasks as text for a terminal: pass@k, length, completions cut off or unjudged. */
public final class CapabilityTable {

  private static final List<String> HEADER =
      List.of(
          "suite",
          "prompts",
          "completions",
          "pass@1",
          "95 % interval",
          "pass@k",
          "k",
          "95 % interval",
          "tokens",
          "cut off",
          "undecided",
          "errors");

  private CapabilityTable() {}

  /** The table; empty without suites of tasks. Lines end with {@code \n}. */
  public static String print(EvaluationResult result) {
    TextTable table = new TextTable(HEADER, Set.of(0));
    boolean any = false;
    for (SuiteResult suite : result.suites()) {
      Optional<CapabilityFigures> figures = CapabilityFigures.of(suite);
      figures.ifPresent(of -> table.add(row(suite.info().name(), of)));
      any |= figures.isPresent();
    }
    return any
        ? table.print()
            + "pass@k: the share of tasks that one of k completions solves, without bias from all"
            + " of them.\n"
        : "";
  }

  private static List<String> row(String suite, CapabilityFigures figures) {
    Optional<CapabilityFigures.Pass> first = figures.passes().stream().findFirst();
    Optional<CapabilityFigures.Pass> last = figures.last().filter(pass -> pass.k() > 1);
    return List.of(
        suite,
        Integer.toString(figures.prompts()),
        Integer.toString(figures.completions()),
        first.map(pass -> TextTable.percent(pass.value())).orElse("-"),
        first.map(CapabilityTable::range).orElse("-"),
        last.map(pass -> TextTable.percent(pass.value())).orElse("-"),
        last.map(pass -> Integer.toString(pass.k())).orElse("-"),
        last.map(CapabilityTable::range).orElse("-"),
        TextTable.number(figures.meanTokens(), 1),
        TextTable.percent(figures.truncated().value()),
        Long.toString(figures.undecided()),
        Long.toString(figures.errors()));
  }

  private static String range(CapabilityFigures.Pass pass) {
    return TextTable.range(pass.interval().low(), pass.interval().high());
  }
}
