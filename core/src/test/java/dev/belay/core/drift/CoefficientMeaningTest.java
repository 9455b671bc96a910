package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.BatchMeanBaseline;
import dev.belay.core.drift.CoefficientMeaning.Fit;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CoefficientMeaningTest {

  @Test
  void inTheRewardEveryPresetMeansTheTheorysCoefficient() {
    Algorithm.PRESETS.forEach(
        (name, algorithm) -> {
          CoefficientMeaning of = inTheReward(algorithm);
          assertThat(of.fit()).as(name).isEqualTo(Fit.TILT);
          assertThat(of.lowest()).isEqualTo(0.5).isEqualTo(of.highest());
          assertThat(of.bound()).isCloseTo(Math.tanh(0.5), within(1e-15));
          assertThat(of.summary()).contains("kl.coef 0.5 means").contains("at most 0.462");
        });
  }

  @Test
  void aBatchMeanDividedByLengthsAndAnEntropyBonusDoNot() {
    Algorithm preset = preset("reinforce");
    Algorithm byLength =
        new Algorithm(
            new BatchMeanBaseline(), preset.loss(), LossAggregation.SEQ_MEAN_TOKEN_MEAN, 0);
    assertThat(inTheReward(byLength).fit()).isEqualTo(Fit.ELSEWHERE);
    assertThat(inTheReward(byLength).summary()).contains("pull on lengths");
    Algorithm entropy =
        new Algorithm(preset.advantage(), preset.loss(), preset.aggregation(), 0.01);
    assertThat(inTheReward(entropy).fit()).isEqualTo(Fit.ELSEWHERE);
    assertThat(inTheReward(entropy).bound()).isEqualTo(1);
  }

  @Test
  void inTheLossAGroupsDeviationScalesIt() {
    CoefficientMeaning of = inTheLoss("grpo", KlEstimator.K3);
    assertThat(of.fit()).isEqualTo(Fit.ELSEWHERE);
    double larger = Math.sqrt(8 / 7.0);
    assertThat(of.highest()).isCloseTo(0.5 * larger / 1.8557, within(1e-4));
    assertThat(of.lowest()).isCloseTo(0.5 * larger / Math.sqrt(7), within(1e-3));
    assertThat(of.reasons().getFirst().text()).contains("the other direction");
    assertThat(of.reasons().stream().map(CoefficientMeaning.Reason::section))
        .contains("8.4", "8.5", "8.6", "9");
    assertThat(of.summary()).contains("does not apply");
  }

  @Test
  void inTheLossOtherBaselinesScaleItByTheirOwnShare() {
    assertThat(inTheLoss("rloo", KlEstimator.K2).highest()).isEqualTo(0.5);
    assertThat(inTheLoss("dr-grpo", KlEstimator.K2).highest())
        .isCloseTo(0.5 * 8 / 7, within(1e-15));
    assertThat(inTheLoss("reinforce", KlEstimator.K2).highest())
        .isCloseTo(0.5 * 32 / 31, within(1e-15));
    CoefficientMeaning whitened = inTheLoss("reinforce++-baseline", KlEstimator.EXACT);
    assertThat(whitened.lowest()).isZero();
    assertThat(whitened.highest()).isEqualTo(0.25);
  }

  @Test
  void withoutACoefficientNothingHolds() {
    CoefficientMeaning of =
        CoefficientMeaning.of(
            new CoefficientMeaning.Setting(preset("grpo"), 0, Optional.empty(), 8, 4, 1));
    assertThat(of.fit()).isEqualTo(Fit.NOTHING);
    assertThat(of.summary()).contains("nothing holds the policy");
  }

  @Test
  void aSmallCoefficientSaysThatItsBoundSaysNothing() {
    CoefficientMeaning of =
        CoefficientMeaning.of(
            new CoefficientMeaning.Setting(preset("grpo"), 0.005, Optional.empty(), 8, 4, 1));
    assertThat(of.summary())
        .contains("kl.coef 0.005")
        .endsWith("at most 1.000, which says nothing");
  }

  /** A reward model's rewards may be any number: the tilt is known, and how far it is is not. */
  @Test
  void rewardsWithoutAKnownRangeHaveNoBound() {
    double range = Double.POSITIVE_INFINITY;
    CoefficientMeaning inTheReward =
        CoefficientMeaning.of(
            new CoefficientMeaning.Setting(preset("rloo"), 0.5, Optional.empty(), 8, 4, range));
    assertThat(inTheReward.fit()).isEqualTo(Fit.TILT);
    assertThat(inTheReward.bound()).isEqualTo(1);
    assertThat(inTheReward.reasons())
        .anyMatch(reason -> reason.text().contains("have no range that is known"));
    for (String name : Algorithm.PRESETS.keySet()) {
      CoefficientMeaning inTheLoss =
          CoefficientMeaning.of(
              new CoefficientMeaning.Setting(
                  preset(name), 0, Optional.of(KlTerm.of(KlEstimator.K3, 0.5)), 8, 4, range));
      assertThat(inTheLoss.summary()).as(name).contains("kl.coef 0.5 amounts to ");
      assertThat(inTheLoss.bound()).as(name).isEqualTo(1);
    }
  }

  private static CoefficientMeaning inTheReward(Algorithm algorithm) {
    return CoefficientMeaning.of(
        new CoefficientMeaning.Setting(algorithm, 0.5, Optional.empty(), 8, 4, 1));
  }

  private static CoefficientMeaning inTheLoss(String preset, KlEstimator estimator) {
    return CoefficientMeaning.of(
        new CoefficientMeaning.Setting(
            preset(preset), 0, Optional.of(KlTerm.of(estimator, 0.5)), 8, 4, 1));
  }

  private static Algorithm preset(String name) {
    return Objects.requireNonNull(Algorithm.PRESETS.get(name));
  }
}
