package dev.belay.session.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Sampling;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SafetySuite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.gate.GateRule;
import dev.belay.safety.hold.HoldWalk;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.session.plan.SuitePlan;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldPlanTest {

  private static final Judge JUDGE = new RefusalPatternJudge();

  /** Prompts {@code from} to {@code to} of one long list. */
  private static SuitePlan suites(String name, SuiteKind kind, int from, int to) {
    List<SuitePrompt> prompts =
        IntStream.range(from, to)
            .mapToObj(i -> new SuitePrompt("p" + i, "Do harm number " + i, "", "f:" + (i + 1)))
            .toList();
    SafetySuite suite = SafetySuite.of(name, "1", kind, prompts, List.of(JUDGE));
    return new SuitePlan(List.of(PlannedSuite.whole(suite, Sampling.greedy(4))), List.of(), JUDGE);
  }

  private static final SuitePlan NONE = new SuitePlan(List.of(), List.of(), JUDGE);

  private static List<String> issues(
      SuitePlan hold, SuitePlan task, double margin, SuitePlan report) {
    GateRule rule =
        new GateRule(
            margin,
            OptionalDouble.of(margin),
            OptionalDouble.empty(),
            0.95,
            GateRule.Method.SCORE,
            GateRule.MAX_UNDECIDED);
    return new HoldPlan(hold, task, List.of("reported"), rule, HoldWalk.GRID, 0).issues(report);
  }

  @Test
  void otherPromptsThanTheReportsWillDo() {
    assertThat(
            issues(
                suites("mine", SuiteKind.HARMFUL, 0, 80),
                NONE,
                0.05,
                suites("reported", SuiteKind.HARMFUL, 80, 200)))
        .isEmpty();
  }

  @Test
  void theReportsOwnSuiteIsRefused() {
    assertThat(
            issues(
                suites("reported", SuiteKind.HARMFUL, 0, 80),
                NONE,
                0.05,
                suites("reported", SuiteKind.HARMFUL, 0, 80)))
        .singleElement()
        .asString()
        .contains("reported is a suite of the report", "--report");
  }

  @Test
  void promptsThatTheReportHasTooAreRefused() {
    assertThat(
            issues(
                suites("mine", SuiteKind.HARMFUL, 0, 80),
                NONE,
                0.05,
                suites("reported", SuiteKind.HARMFUL, 78, 200)))
        .singleElement()
        .asString()
        .contains("2 prompts of reported", "are also in mine");
  }

  /** None lost of 72 reaches to 5.03 points, none of 73 to 4.99: Tango's limit z²/(n + z²). */
  @Test
  void tooFewPromptsForTheMarginAreSaidWithHowManyItTakes() {
    assertThat(issues(suites("mine", SuiteKind.HARMFUL, 0, 72), NONE, 0.05, NONE))
        .singleElement()
        .asString()
        .contains("the 72 prompts of mine cannot show a margin of 5 points", "that takes 73");
    assertThat(issues(suites("mine", SuiteKind.HARMFUL, 0, 73), NONE, 0.05, NONE)).isEmpty();
    assertThat(issues(suites("mine", SuiteKind.HARMFUL, 0, 188), NONE, 0.02, NONE))
        .singleElement()
        .asString()
        .contains("that takes 189");
  }

  @Test
  void everySuiteStandsInItsPlace() {
    assertThat(
            issues(
                suites("twins", SuiteKind.SAFE_LOOKALIKE, 0, 80),
                suites("mine", SuiteKind.HARMFUL, 0, 80),
                0.05,
                NONE))
        .hasSize(2)
        .anySatisfy(issue -> assertThat(issue).contains("name a suite of harmful requests"))
        .anySatisfy(issue -> assertThat(issue).contains("mine is no suite of tasks"));
    assertThat(issues(suites("works", SuiteKind.COPYRIGHT, 0, 80), NONE, 0.05, NONE))
        .anySatisfy(issue -> assertThat(issue).contains("works is held to no margin"));
  }
}
