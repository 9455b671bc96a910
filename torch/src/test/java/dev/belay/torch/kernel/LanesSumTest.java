package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesSumTest {

  @Test
  void sumsTheLanesInTheSameOrderBeforeAndAfterCompilation() {
    Random random = new Random(1);
    for (int trial = 0; trial < 40_000; trial++) {
      float[] lanes = new float[Lanes.WIDTH];
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = (random.nextFloat() - 0.5f) * (1 << random.nextInt(12));
      }

      assertThat(Lanes.sum(FloatVector.fromArray(Lanes.F, lanes, 0))).isEqualTo(inPairs(lanes));
    }
  }

  /** The first half plus the second, until one is left. */
  private static float inPairs(float[] lanes) {
    float[] sums = lanes.clone();
    for (int half = sums.length / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }
}
