package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.RolloutCorrection.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutCorrectionTest {

  /** Log-ratios .1, −.2 and .4 of one completion, whose sum weighs 1.349859; 1 of another. */
  private static final RolloutBatch BATCH =
      RolloutBatch.sampled(List.of(new float[] {-1, -1, -1}, new float[] {-2}))
          .withOldLogProbs(new double[] {-.9, -1.2, -.6, -1});

  private static double[] weights(RatioLevel level, Mode mode, double floor, double cap) {
    return new RolloutCorrection(level, mode, floor, cap).weights(BATCH).ofTokens();
  }

  @Test
  void weightsByHand() {
    double e = Math.E;
    assertThat(weights(RatioLevel.TOKEN, Mode.TRUNCATE, 0, 2))
        .containsExactly(new double[] {1.105171, .818731, 1.491825, 2}, within(1e-6));
    assertThat(weights(RatioLevel.TOKEN, Mode.MASK, .9, 1.2))
        .containsExactly(new double[] {1.105171, 0, 0, 0}, within(1e-6));
    assertThat(weights(RatioLevel.SEQUENCE_SUM, Mode.TRUNCATE, 0, 10))
        .containsExactly(new double[] {1.349859, 1.349859, 1.349859, e}, within(1e-6));
    assertThat(weights(RatioLevel.SEQUENCE_MEAN, Mode.MASK, 0, 2))
        .containsExactly(new double[] {1.105171, 1.105171, 1.105171, 0}, within(1e-6));
  }

  @Test
  void whatIsLoggedIsCounted() {
    RolloutCorrection.Weights weights =
        new RolloutCorrection(RatioLevel.TOKEN, Mode.MASK, .9, 1.2).weights(BATCH);
    assertThat(weights.outsideShare()).isEqualTo(.75);
    assertThat(weights.mean()).isCloseTo(1.105171 / 4, within(1e-6));
  }

  @Test
  void theSameLawNeedsNoCorrection() {
    RolloutBatch same =
        RolloutBatch.sampled(List.of(new float[] {-1, -3})).withOldLogProbs(new double[] {-1, -3});
    for (RatioLevel level : RatioLevel.values()) {
      assertThat(new RolloutCorrection(level, Mode.MASK, .99, 1.01).weights(same).ofTokens())
          .containsOnly(1);
    }
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatThrownBy(() -> new RolloutCorrection(RatioLevel.TOKEN, Mode.MASK, 1.5, 2))
        .hasMessageContaining("floor");
    assertThatThrownBy(() -> new RolloutCorrection(RatioLevel.TOKEN, Mode.MASK, 0, .5))
        .hasMessageContaining("cap");
    assertThatThrownBy(
            () ->
                new RolloutCorrection(RatioLevel.TOKEN, Mode.MASK, 0, 2)
                    .weights(RolloutBatch.sampled(List.of(new float[1]))))
        .hasMessageContaining("not scored");
  }
}
