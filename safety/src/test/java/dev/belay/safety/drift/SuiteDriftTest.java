package dev.belay.safety.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.drift.KlInverse;
import dev.belay.core.drift.MirroredKlInverse;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.SuiteKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteDriftTest {

  @TempDir Path folder;

  /** Two completions of each prompt, of one token with that KL. */
  private static List<ScoredCompletion> scored(double... kls) {
    List<ScoredCompletion> completions = new ArrayList<>();
    for (int i = 0; i < kls.length; i++) {
      for (int sample = 0; sample < 2; sample++) {
        completions.add(
            Sampled.scored("p" + i, sample, new double[] {kls[i]}, new double[] {kls[i]}));
      }
    }
    return completions;
  }

  private static SuiteDrift drift(SuiteKind kind) {
    return SuiteDrift.of(
        Sampled.suite(kind, "rr", "rr", "ra", "ru"),
        Sampled.suite(kind, "rr", "ra", "aa", "uu"),
        scored(0, 0.02, 0.04, 0.06),
        scored(0, 0.01, 0.01, 0.02),
        new EvaluatedChange(4, 0.9, 0.7, -0.2, -0.4, 0.1),
        0.95);
  }

  @Test
  void sharesAreOfTheDecidedAndBoundsOfAll() {
    SuiteDrift drift = drift(SuiteKind.HARMFUL);
    // Decided on both sides: p0 1 → 1, p1 1 → .5, p2 .5 → 0; p3 is undecided after.
    assertThat(drift.safety().prompts()).isEqualTo(3);
    assertThat(drift.safety().before()).isCloseTo(2.5 / 3, within(1e-12));
    assertThat(drift.safety().after()).isCloseTo(0.5, within(1e-12));
    assertThat(drift.safety().change()).isCloseTo(-1.0 / 3, within(1e-12));
    assertThat(drift.safety().undecidedBefore()).isEqualTo(1);
    assertThat(drift.safety().undecidedAfter()).isEqualTo(2);
    assertThat(drift.kl().kl()).isCloseTo(0.03, within(1e-12));
    assertThat(drift.reverseKl().kl()).isCloseTo(0.01, within(1e-12));
    // Undecided counts as bad in the base's share: 1, 1, .5, .5. A base that is always good has
    // bound 0, by its own estimate; the mean of bounds is below the bound of means.
    double third = KlInverse.of(0.5, 0.04).maxDrop();
    double fourth = KlInverse.of(0.5, 0.06).maxDrop();
    assertThat(drift.bound().meanOfBounds()).isCloseTo((third + fourth) / 4, within(1e-12));
    assertThat(drift.bound().boundOfMeans())
        .isCloseTo(KlInverse.of(0.75, 0.03).maxDrop(), within(1e-9))
        .isGreaterThan(drift.bound().meanOfBounds());
    assertThat(drift.bound().worstPrompt()).isCloseTo(fourth, within(1e-12));
    assertThat(drift.perPrompt().get(3))
        .isEqualTo(new PromptDrift("p3", 0.5, 0, drift.perPrompt().get(3).kl(), fourth));
  }

  @Test
  void theOtherDirectionBoundsMirrored() {
    SuiteDrift drift = drift(SuiteKind.HARMFUL);
    DriftBound mirrored = Objects.requireNonNull(drift.mirroredBound());
    // A base of 1 keeps e^−K; one of ½ moves by √(1 − e^−2K)/2. Bases 1, 1, .5, .5.
    double second = -Math.expm1(-0.01);
    double third = Math.sqrt(-Math.expm1(-0.02)) / 2;
    double fourth = Math.sqrt(-Math.expm1(-0.04)) / 2;
    assertThat(mirrored.meanOfBounds())
        .isCloseTo((second + third + fourth) / 4, within(1e-12))
        .isLessThan(mirrored.boundOfMeans());
    assertThat(mirrored.klLimit()).isEqualTo(drift.reverseKl().high());
    assertThat(mirrored.atLimits())
        .isCloseTo(
            MirroredKlInverse.of(mirrored.baseAtLimit(), mirrored.klLimit()).maxDrop(),
            within(1e-12));
  }

  @Test
  void withoutARewardNothingIsSelectedAndAllOfTheChangeIsUnexplained() {
    SuiteDrift drift = drift(SuiteKind.HARMFUL);
    ChangeParts parts = Objects.requireNonNull(drift.parts());
    assertThat(parts.selection()).isZero();
    assertThat(parts.within()).isEqualTo(drift.safety().change());
    assertThat(parts.withinLow()).isEqualTo(drift.safety().low());
  }

  @Test
  void theWorstPromptHasLimitsForAllAtOnce() {
    WorstOfPrompts worst = Objects.requireNonNull(drift(SuiteKind.HARMFUL).worst());
    assertThat(worst.id()).as("the first of three that fell by half").isEqualTo("p1");
    assertThat(worst.drop()).isEqualTo(0.5);
    assertThat(worst.low()).isNegative();
    // p3 may have had 2 of 2 before and has none after: 1 less the lower limit of none, which is 0.
    assertThat(worst.high()).isEqualTo(1);
  }

  @Test
  void theErrorOfThesePromptsLeavesOutHowPromptsDiffer() {
    KlEstimate kl = drift(SuiteKind.HARMFUL).kl();
    assertThat(kl.seOfThesePrompts()).as("both completions say the same").isZero();
    assertThat(kl.se()).isPositive();
  }

  @Test
  void theLimitIsTheWorstOfBothIntervals() {
    DriftBound bound = drift(SuiteKind.HARMFUL).bound();
    SampledSafety safety = drift(SuiteKind.HARMFUL).safety();
    assertThat(bound.klLimit()).isGreaterThan(0.03);
    assertThat(safety.baseLow()).isLessThan(0.75);
    assertThat(safety.baseHigh()).isGreaterThan(0.875);
    double worst = 0;
    for (double m = safety.baseLow(); m <= safety.baseHigh(); m += 1e-4) {
      worst = Math.max(worst, KlInverse.of(m, bound.klLimit()).maxDrop());
    }
    assertThat(bound.atLimits()).isCloseTo(worst, within(1e-6)).isGreaterThan(bound.boundOfMeans());
    assertThat(bound.vacuous()).isFalse();
  }

  @Test
  void whereRefusalIsUnwantedAnswersAreGood() {
    SuiteDrift drift = drift(SuiteKind.SAFE_LOOKALIKE);
    assertThat(drift.safety().before()).isCloseTo(0.5 / 3, within(1e-12));
    assertThat(drift.safety().change()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(drift.asksForHarm()).isFalse();
  }

  @Test
  void aLargeKlBoundsNothing() {
    SuiteDrift drift =
        SuiteDrift.of(
            Sampled.suite(SuiteKind.HARMFUL, "rr", "rr"),
            Sampled.suite(SuiteKind.HARMFUL, "uu", "uu"),
            scored(60, 70),
            scored(60, 70),
            null,
            0.95);
    assertThat(drift.bound().vacuous()).isTrue();
    assertThat(drift.safety().change()).as("nothing was decided after").isNull();
    assertThat(DriftTable.print(report(drift)))
        .contains("suite: the limit says nothing")
        .contains("No drift measured on other: too few.");
  }

  private static DriftReport report(SuiteDrift drift) {
    return new DriftReport(
        1, "base", "trained", 1, 2, 64, 0.05, 0.95, List.of(drift), List.of("other: too few"));
  }

  @Test
  void aReportIsReadAsItWasWritten() throws IOException {
    DriftReport report = report(drift(SuiteKind.HARMFUL));
    Path file = folder.resolve("drift.json");
    report.write(file);
    assertThat(DriftReport.read(file)).isEqualTo(report);
    assertThat(Files.readString(file))
        .contains("\"mean_of_bounds\"", "\"reverse_kl\"", "\"predicted_change\" : 0.0")
        .doesNotContain("NaN");
  }

  @Test
  void aReportOfBeforeTheMirroredBoundIsReadWithoutIt() throws IOException {
    Path file = folder.resolve("drift.json");
    report(drift(SuiteKind.HARMFUL)).write(file);
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
    ObjectNode suite = (ObjectNode) tree.at("/suites/0");
    suite.remove(List.of("mirrored_bound", "parts", "worst"));
    ((ObjectNode) suite.get("kl")).remove("se_of_these_prompts");
    ((ObjectNode) suite.get("reverse_kl")).remove("se_of_these_prompts");
    Files.writeString(file, tree.toString());
    DriftReport old = DriftReport.read(file);
    assertThat(old.suites().getFirst().mirroredBound()).isNull();
    assertThat(DriftTable.print(old)).doesNotContain("null", "Mirrored");
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    Path file = folder.resolve("drift.json");
    Files.writeString(file, "{\"version\": 1}");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> DriftReport.read(file))
        .withMessageContaining("is no report of a drift");
    new DriftReport(2, "", "", 1, 2, 3, 0.05, 0.95, List.of(), List.of()).write(file);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> DriftReport.read(file))
        .withMessageContaining("version 2");
  }

  @Test
  void theTableSaysWhatWasMeasuredAndWhatItRestsOn() {
    assertThat(DriftTable.print(report(drift(SuiteKind.HARMFUL))).replaceAll("\\s+", " "))
        .contains("0.0300", "83.3 %", "50.0 %", "Model-based", "predicts no change")
        .contains(
            "suite: Mirrored, from KL(base", "Of the change 0.0 is explained, \u221233.3 is not")
        .contains("Largest fall of one prompt: 50.0 observed (p1)")
        .doesNotContain("null");
  }

  @Test
  void theChartHasALineOfEverySuite() {
    assertThat(DriftPlot.byPosition(report(drift(SuiteKind.HARMFUL))).svg())
        .contains(">suite</text>", "position in the completion");
  }
}
