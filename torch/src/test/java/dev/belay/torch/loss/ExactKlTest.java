package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.TokenScores;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The exact KL between laws that are nearly equal, and between laws that hardly overlap. */
@ExtendWith(ScopedTensors.class)
class ExactKlTest {

  private static final int VOCABULARY = 1003;

  @Test
  void equalLawsHaveExactlyNone() {
    float[] logits = gaussians(new Random(1), 3);
    assertThat(kl(logits, logits)).isZero();
  }

  @Test
  void digitsSurviveWhereTheFirstOrderCancels() {
    for (double distance : new double[] {1e-1, 1e-2, 1e-3}) {
      float[] policy = gaussians(new Random(2), 3);
      float[] noise = gaussians(new Random(3), distance);
      float[] reference = policy.clone();
      for (int v = 0; v < VOCABULARY; v++) {
        reference[v] += noise[v];
      }
      double expected = naive(policy, reference);
      assertThat(kl(policy, reference))
          .as("KL near %s", expected)
          .isCloseTo(expected, Percentage.withPercentage(.1));
    }
  }

  @Test
  void lawsThatHardlyOverlapDoNotOverflow() {
    for (float height : new float[] {5, 50, 150, 1000}) {
      float[] policy = new float[VOCABULARY];
      float[] reference = new float[VOCABULARY];
      policy[17] = height;
      reference[1002] = height; // in the tail after the last whole vector
      double expected = naive(policy, reference);
      assertThat(kl(policy, reference)).isCloseTo(expected, within(1e-5 * expected));
      assertThat(kl(reference, policy)).isCloseTo(expected, within(1e-5 * expected));
    }
  }

  private static float[] gaussians(Random random, double scale) {
    float[] values = new float[VOCABULARY];
    for (int v = 0; v < VOCABULARY; v++) {
      values[v] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  /** Through the head: hidden states of one 1, so that the weights are the logits. */
  private static double kl(float[] policy, float[] reference) {
    Tensor one = torch.ones(1, 1);
    TokenScores scores =
        new ChunkedHead(1)
            .score(
                new HeadRows(one, new int[] {0}, new int[] {0}),
                torch.tensor(policy).view(VOCABULARY, 1),
                new ReferenceHead(one, torch.tensor(reference).view(VOCABULARY, 1)));
    return Objects.requireNonNull(scores.exactKls())[0];
  }

  private static double naive(float[] policy, float[] reference) {
    NaiveHead p = column(policy);
    return NaiveHead.kl(p.logProbs(0), column(reference).logProbs(0));
  }

  private static NaiveHead column(float[] logits) {
    double[][] weight = new double[VOCABULARY][1];
    for (int v = 0; v < VOCABULARY; v++) {
      weight[v][0] = logits[v];
    }
    return new NaiveHead(new double[][] {{1}}, weight, 1, new int[] {0}, new int[] {0});
  }
}
