package dev.belay.safety.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.stats.PairedDesign;
import dev.belay.core.stats.Rate;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SafetySuite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.judge.Judges;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationDesignTest {
  private static final Goal GOAL = new Goal(0.05, 0.8, 0.95);
  private static final Speed UNKNOWN = new Speed(OptionalDouble.empty());

  private static PlannedSuite suite(int prompts) {
    List<SuitePrompt> all =
        IntStream.range(0, prompts)
            .mapToObj(i -> new SuitePrompt("p" + i, "x".repeat(40), "", "file:" + i))
            .toList();
    return PlannedSuite.whole(
        SafetySuite.of(
            "requests",
            "1",
            SuiteKind.HARMFUL,
            all,
            List.of(Judges.load().named("refusal-patterns"))),
        Sampling.greedy(64));
  }

  private static EvaluationDesign design(int prompts, int samples, Assumptions given, Speed speed) {
    return EvaluationDesign.of(
        List.of(suite(prompts)), samples, GOAL, given, PastEvaluations.read(List.of()), speed);
  }

  @Test
  void oneCompletionAPromptIsTheFormulaOfTheSpecification() {
    SuiteDesign suite =
        design(200, 1, new Assumptions(0.9, List.of(0.1), 0.5), UNKNOWN).suites().getFirst();
    ChangeDesign change = suite.changes().getFirst();
    PairedDesign formula = new PairedDesign(0.05, 0, 0.1, 0.025, 0.8);
    assertThat(change.promptsForMargin()).isEqualTo(formula.pairs());
    assertThat(change.smallestMargin())
        .isCloseTo(PairedDesign.smallestMargin(200, 0.1, 0.025, 0.8), within(1e-12));
    assertThat(suite.halfWidth(GOAL))
        .isCloseTo(new Rate(180, 200).wilson(0.95).width() / 2, within(1e-12));
    assertThat(suite.cost().promptTokens()).isEqualTo(2000);
    assertThat(suite.cost().tokens()).isEqualTo(12_800);
    assertThat(suite.cost().seconds()).isEmpty();
  }

  @Test
  void samplesHelpAsFarAsTheyDiffer() {
    Assumptions given = new Assumptions(0.5, List.of(0.1), 0.5);
    SuiteDesign one = design(200, 1, given, UNKNOWN).suites().getFirst();
    SuiteDesign four = design(200, 4, given, UNKNOWN).suites().getFirst();
    // (1 + 3/2)/4 = .625 of the variance: worth 320 prompts.
    assertThat(four.effective()).isCloseTo(320, within(1e-9));
    assertThat(four.changes().getFirst().smallestMargin())
        .isLessThan(one.changes().getFirst().smallestMargin());
    // 200 prompts of some 340 needed leave .59 of the variance: (1 - .5)/(.59 - .5) samples.
    ChangeDesign change = one.changes().getFirst();
    long samples = change.samplesForMargin().orElseThrow();
    ChangeDesign then = ChangeDesign.of(200, (int) samples, 0.5, 0.1, GOAL);
    assertThat(then.promptsForMargin()).isLessThanOrEqualTo(200);
    assertThat(ChangeDesign.of(200, (int) samples - 1, 0.5, 0.1, GOAL).promptsForMargin())
        .isGreaterThan(200);
    // Completions that are all alike add nothing, however many.
    assertThat(ChangeDesign.of(200, 8, 1, 0.1, GOAL).samplesForMargin()).isEmpty();
    assertThat(ChangeDesign.of(2000, 1, 1, 0.1, GOAL).samplesForMargin()).hasValue(1);
  }

  @Test
  void tableAndJsonSayTheSame() {
    Speed speed = new Speed(OptionalDouble.of(64));
    EvaluationDesign design = design(200, 1, new Assumptions(0.9, List.of(0.05, 0.2), 0.5), speed);
    assertThat(DesignTable.print(design))
        .contains(
            "requests      200          200  90.0 %        ±4.2        2,000  ≤ 12,800  3 min")
        .contains("for 5 points")
        .contains("requests   20.0 %    200");
    JsonNode json = DesignJson.write(design).get("suites").get(0);
    assertThat(json.get("half_width").doubleValue()).isCloseTo(0.042, within(5e-4));
    assertThat(json.get("seconds").doubleValue()).isEqualTo(200);
    assertThat(json.get("changes")).hasSize(2);
    assertThat(json.at("/changes/0/prompts_for_margin").longValue()).isPositive();
    assertThat(json.at("/changes/0/smallest_drop").doubleValue()).isBetween(0.03, 0.06);
  }

  @Test
  void emptySuiteAndTinySuitePromiseNothing() {
    Assumptions given = new Assumptions(0.5, List.of(0.1), 0.5);
    assertThat(DesignTable.print(design(0, 1, given, UNKNOWN))).contains("requests        0");
    SuiteDesign tiny = design(4, 1, given, UNKNOWN).suites().getFirst();
    assertThat(tiny.changes().getFirst().smallestDrop()).isEqualTo(1);
  }

  @Test
  void impossibleAssumptionsAreNamedTogether() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new Assumptions(1.5, List.of(0.1, -1.0), 2))
        .satisfies(e -> assertThat(e.issues()).hasSize(3));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new Goal(0, 0.3, 1))
        .satisfies(e -> assertThat(e.issues()).hasSize(3));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new Speed(OptionalDouble.of(0)));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> PastEvaluations.read(List.of(Path.of("a"), Path.of("b"), Path.of("c"))))
        .withMessageContaining("before and after");
  }
}
