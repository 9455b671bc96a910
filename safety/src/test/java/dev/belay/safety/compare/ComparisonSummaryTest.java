package dev.belay.safety.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSummaryTable;
import org.junit.jupiter.api.Test;

/** What is printed by default, of evaluations in which everything occurs. */
class ComparisonSummaryTest {

  private static final EvaluationResult BEFORE = GoldenEvaluations.before();
  private static final Comparison COMPARISON =
      Comparison.of(BEFORE, GoldenEvaluations.after(), 0.02, 0.95);

  @Test
  void theVerdictComesFirstAndNothingIsWiderThanATerminal() {
    String page = ComparisonSummary.print(COMPARISON);
    assertThat(page).startsWith("Safety held within 2 points: ");
    assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    assertThat(page)
        .contains("\nshare, suite ", "\nsolved\n  tasks ", "\nrefused\n  requests ")
        .contains("Undecided before / after, left out: ");
    COMPARISON.suites().forEach(suite -> assertThat(page).contains("  " + suite.info().name()));
  }

  @Test
  void anEvaluationFitsToo() {
    String page = EvaluationSummaryTable.print(BEFORE);
    assertThat(page).startsWith("share, suite ");
    assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    BEFORE.suites().forEach(suite -> assertThat(page).contains("  " + suite.info().name()));
  }
}
