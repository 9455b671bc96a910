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
      assertThat(new ReinforceLoss().at(-1.5, 0, advantage).slope()).isEqualTo(-advantage);
    }
  }

  @Test
  void reinforceByHand() {
    PolicyLoss.Term term = new ReinforceLoss().at(-1.5, 97.5, 2);
    assertThat(term).isEqualTo(new PolicyLoss.Term(3, -2, Clip.NONE));
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> ClippedPolicyLoss.ofTokens(1.1, .2)).hasMessageContaining("clip_low");
    assertThatThrownBy(() -> ClippedPolicyLoss.ofTokens(.2, Double.NaN))
        .hasMessageContaining("clip_high");
    assertThatThrownBy(() -> new ClippedPolicyLoss(RatioLevel.TOKEN, .2, .2, .5))
        .hasMessageContaining("dual_clip");
  }
}
