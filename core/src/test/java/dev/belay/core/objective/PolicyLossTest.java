package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.PolicyLoss.Clip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyLossTest {

  private static final PolicyLoss CLIPPED = ClippedPolicyLoss.ofTokens(.2, .28);

  @ParameterizedTest
  @CsvSource({
    // advantage, ratio, loss, gradient, clip
    "1, 1.5, -1.28, 0, HIGH", // published
    "-1, 4, 4, 4, NONE", // published, without the dual clip
    "1, 1, -1, -1, NONE",
    "1, 1.2, -1.2, -1.2, NONE",
    "1, 0.5, -0.5, -0.5, NONE", // below the range, but moving back is free
    "-2, 0.5, 1.6, 0, LOW",
    "-2, 0.9, 1.8, 1.8, NONE",
    "0, 7, 0, 0, NONE"
  })
  void clippedByHand(double advantage, double ratio, double loss, double gradient, Clip clip) {
    PolicyLoss.Term term = CLIPPED.at(-3, Math.log(ratio), advantage);
    assertThat(term.value()).isCloseTo(loss, within(1e-12));
    assertThat(term.slope()).isCloseTo(gradient, within(1e-12));
    assertThat(term.clip()).isEqualTo(clip);
  }

  /** Published: at a ratio of 4 and an advantage of −1 the dual clip of 3 costs 3. */
  @Test
  void dualClipBoundsTheLossOfABadCompletion() {
    PolicyLoss dual = new ClippedPolicyLoss(RatioLevel.TOKEN, .2, .28, 3);
    assertThat(dual.at(-1, Math.log(4), -1)).isEqualTo(new PolicyLoss.Term(3, 0, Clip.HIGH));
    assertThat(dual.at(-1, Math.log(2.9), -1).slope()).isCloseTo(2.9, within(1e-12));
    assertThat(dual.at(-1, Math.log(4), 1).value()).isEqualTo(-1.28);
  }

  @Test
  void clippedEqualsTheFormulaOfThePaper() {
    for (double advantage : new double[] {-2, -.3, 0, .4, 5}) {
      for (double logRatio = -2; logRatio <= 2; logRatio += .0625) {
        double ratio = Math.exp(logRatio);
        double clipped = Math.clamp(ratio, .8, 1.28);
        assertThat(CLIPPED.at(-1, logRatio, advantage).value())
            .isCloseTo(-Math.min(ratio * advantage, clipped * advantage), within(1e-12));
      }
    }
  }

  @Test
  void onPolicyAllLossesHaveTheGradientOfReinforce() {
    for (double advantage : new double[] {-2, 0, 5}) {
      assertThat(CLIPPED.at(-1.5, 0, advantage).slope()).isEqualTo(-advantage);
      for (PolicyLoss loss : Algorithm.LOSSES.values()) {
        assertThat(loss.at(-1.5, 0, advantage).slope()).isCloseTo(-advantage, within(1e-12));
      }
    }
  }

  @Test
  void reinforceByHand() {
    PolicyLoss.Term term = new ReinforceLoss().at(-1.5, 97.5, 2);
    assertThat(term).isEqualTo(new PolicyLoss.Term(3, -2, Clip.NONE));
  }

  /** TRL writes min(ρ, δ) into the first term whatever the sign: the same above the upper clip. */
  @Test
  void aTwoSidedClipIsADualClip() {
    double delta = 3;
    PolicyLoss dual = new ClippedPolicyLoss(RatioLevel.TOKEN, .2, .28, delta);
    for (double advantage : new double[] {-2, -.3, .4, 5}) {
      for (double logRatio = -2; logRatio <= 3; logRatio += .0625) {
        double ratio = Math.exp(logRatio);
        double first = Math.min(ratio, delta) * advantage;
        double second = Math.clamp(ratio, .8, 1.28) * advantage;
        assertThat(dual.at(-1, logRatio, advantage).value())
            .isCloseTo(-Math.min(first, second), within(1e-12));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // advantage, ratio, weight, clip
    "2, 3, 3, NONE",
    "2, 7, 5, HIGH",
    "-2, 7, 5, HIGH",
    "-2, 0.01, 0.01, NONE"
  })
  void cispoBoundsTheWeightAndKeepsTheGradient(
      double advantage, double ratio, double weight, Clip clip) {
    PolicyLoss.Term term = new CispoLoss(1, 4).at(-1.5, Math.log(ratio), advantage);
    assertThat(term.value()).isCloseTo(weight * advantage * 1.5, within(1e-12));
    assertThat(term.slope()).isCloseTo(-weight * advantage, within(1e-12));
    assertThat(term.clip()).isEqualTo(clip);
    assertThat(new CispoLoss(.2, .2).at(-1.5, Math.log(.5), 1).slope()).isEqualTo(-.8);
  }

  @ParameterizedTest
  @CsvSource({
    // advantage, old probability, probability, gain −ℓ without the penalty, clip
    "2, .5, .6, 2.4, NONE",
    "2, .5, .75, 0, HIGH",
    "2, .5, .1, .4, NONE", // moved far, but against its advantage
    "2, .001, .1, 200, NONE", // a hundred times as likely, and hardly another law
    "-2, .5, .1, 0, LOW",
    "-2, .5, .75, -3, NONE",
    "0, .5, .1, 0, LOW"
  })
  void dppoGoesByHowFarTheProbabilityHasMoved(
      double advantage, double old, double now, double gain, Clip clip) {
    double logRatio = Math.log(now / old);
    PolicyLoss.Term free = new DppoLoss(.2, .2, 0).at(Math.log(now), logRatio, advantage);
    assertThat(free.value()).isCloseTo(-gain, within(1e-9));
    assertThat(free.slope()).isCloseTo(-gain, within(1e-9));
    assertThat(free.clip()).isEqualTo(clip);
    PolicyLoss.Term held = new DppoLoss(.2, .2, .5).at(Math.log(now), logRatio, advantage);
    assertThat(held.value()).isCloseTo(.5 * logRatio * logRatio - gain, within(1e-9));
    assertThat(held.slope()).isCloseTo(logRatio - gain, within(1e-9));
  }

  @Test
  void sapoByHand() {
    PolicyLoss sapo = new SapoLoss(1, 2);
    // σ(1) = .731059; slope 4 σ(1)(1 − σ(1)) ρ = 4 · .196612 · 2
    PolicyLoss.Term good = sapo.at(-1, Math.log(2), 1);
    assertThat(good.value()).isCloseTo(-4 * .731059, within(1e-5));
    assertThat(good.slope()).isCloseTo(-1.572896, within(1e-5));
    PolicyLoss.Term bad = sapo.at(-1, 0, -3);
    assertThat(bad.value()).isCloseTo(3, within(1e-12)); // (4/2) σ(0) · 3
    assertThat(bad.slope()).isCloseTo(3, within(1e-12));
    assertThat(sapo.at(-1, 800, -1).slope()).isZero();
  }

  @Test
  void gmpoClipsOnTheSideToWhichTheAdvantagePushes() {
    PolicyLoss gmpo = new GmpoLoss(.4, .3);
    assertThat(gmpo.counted(.5, 1)).isEqualTo(.3);
    assertThat(gmpo.counted(-.5, 1)).isEqualTo(-.5);
    assertThat(gmpo.counted(.5, -1)).isEqualTo(.5);
    assertThat(gmpo.counted(-.5, -1)).isEqualTo(-.4);
    assertThat(gmpo.at(-1, 0, .5, 1)).isEqualTo(new PolicyLoss.Term(-1, 0, Clip.HIGH));
    assertThat(gmpo.at(-1, 0, -.5, -1)).isEqualTo(new PolicyLoss.Term(1, 0, Clip.LOW));
    assertThat(gmpo.at(-1, 0, -.5, 1)).isEqualTo(new PolicyLoss.Term(-1, -1, Clip.NONE));
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> new CispoLoss(1.1, 4)).hasMessageContaining("clip_low");
    assertThatThrownBy(() -> new GmpoLoss(-1, 4)).hasMessageContaining("clip_low");
    assertThatThrownBy(() -> new GmpoLoss(0, Double.NaN)).hasMessageContaining("clip_high");
    assertThatThrownBy(() -> new DppoLoss(1.1, .2, 0)).hasMessageContaining("clip_low");
    assertThatThrownBy(() -> new DppoLoss(.2, -1, 0)).hasMessageContaining("clip_high");
    assertThatThrownBy(() -> new DppoLoss(.2, .2, -1)).hasMessageContaining("ratio_penalty");
    assertThatThrownBy(() -> new SapoLoss(0, 1)).hasMessageContaining("tau_positive");
    assertThatThrownBy(() -> new SapoLoss(1, Double.NaN)).hasMessageContaining("tau_negative");
    assertThatThrownBy(() -> ClippedPolicyLoss.ofTokens(1.1, .2)).hasMessageContaining("clip_low");
    assertThatThrownBy(() -> ClippedPolicyLoss.ofTokens(.2, Double.NaN))
        .hasMessageContaining("clip_high");
    assertThatThrownBy(() -> new ClippedPolicyLoss(RatioLevel.TOKEN, .2, .2, .5))
        .hasMessageContaining("dual_clip");
  }
}
