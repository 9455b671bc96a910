package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values and gradients of the exact KL in both directions, by hand and by finite differences. */
@ExtendWith(ScopedTensors.class)
class DivergenceGradientTest {

  private static final int VOCABULARY = 1003; // whole vectors and a tail
  private static final List<Divergence> OF_LAWS =
      List.of(Divergence.REVERSE, Divergence.FORWARD, Divergence.JS);

  /** One row through the head: hidden states of one 1, so that the weights are the logits. */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  private record Row(double reverse, double forward, double loss, float[] gradient) {

    static Row of(float[] policy, float[] reference, Divergence divergence, double temperature) {
      int n = policy.length;
      Tensor one = torch.ones(1, 1);
      Tensor hiddenGrad = torch.zeros(1, 1);
      TokenScores scores = TokenScores.comparing(1, divergence);
      try (Parameter head =
          new Parameter("head", torch.tensor(policy).view(n, 1), ComputeType.FLOAT32)) {
        double loss =
            new ChunkedHead(temperature)
                .forwardBackward(
                    new HeadRows(one, new int[] {0}, new int[] {n / 2}),
                    head,
                    new DivergenceObjective(divergence, new double[] {1}),
                    new ReferenceHead(one, torch.tensor(reference).view(n, 1), true),
                    hiddenGrad,
                    scores);
        float[] gradient = new float[n];
        head.grad().contiguous().data_ptr_float().get(gradient);
        return new Row(
            Objects.requireNonNull(scores.exactKls())[0],
            Objects.requireNonNull(scores.forwardKls())[0],
            loss,
            gradient);
      }
    }

    static Row of(float[] policy, float[] reference, Divergence divergence) {
      return of(policy, reference, divergence, 1);
    }
  }

  /** Logits near 10 over a temperature are fp32 numbers: their difference is known to this. */
  private static final double ROUNDING = 2 * Math.ulp(16f);

  private static final float[] POLICY = {1, 0, -1};
  private static final float[] REFERENCE = {2, 0, -1};

  @Test
  void threeTokensAreAsWorkedOutByHand() {
    Row reverse = Row.of(POLICY, REFERENCE, Divergence.REVERSE);
    Row forward = Row.of(POLICY, REFERENCE, Divergence.FORWARD);

    assertThat(reverse.reverse()).isCloseTo(.096999, within(1e-6)).isEqualTo(reverse.loss());
    assertThat(forward.forward()).isCloseTo(.081555, within(1e-6)).isEqualTo(forward.loss());
    assertThat(reverse.forward()).isEqualTo(forward.forward());
    assertThat(reverse.gradient())
        .containsExactly(new float[] {-.222695f, .162803f, .059892f}, at6());
    assertThat(forward.gradient())
        .containsExactly(new float[] {-.178554f, .130533f, .048021f}, at6());
  }

  private static Offset<Float> at6() {
    return within(1e-6f);
  }

  /** With m = (p + q) / 2: ½ Σ p log (p / m) + ½ Σ q log (q / m), and its slopes. */
  @Test
  void theJensenShannonDivergenceOfThreeTokensIsAsWorkedOutByHand() {
    double[] p = {.66524096, .24472847, .09003057};
    double[] q = {.84379473, .11419520, .04201007};
    double toMean = 0;
    double fromReference = 0;
    for (int v = 0; v < 3; v++) {
      double m = (p[v] + q[v]) / 2;
      toMean += p[v] * Math.log(p[v] / m);
      fromReference += q[v] * Math.log(q[v] / m);
    }
    Row row = Row.of(POLICY, REFERENCE, Divergence.JS);
    assertThat(row.loss()).isCloseTo((toMean + fromReference) / 2, within(1e-7));
    for (int v = 0; v < 3; v++) {
      double slope = p[v] / 2 * (Math.log(2 * p[v] / (p[v] + q[v])) - toMean);
      assertThat((double) row.gradient()[v]).isCloseTo(slope, within(1e-7));
    }
  }

  @Test
  void theJensenShannonDivergenceNeverExceedsItsBound() {
    for (float height : new float[] {50, 150, 1000}) {
      float[] policy = new float[VOCABULARY];
      float[] reference = new float[VOCABULARY];
      policy[17] = height;
      reference[1002] = height;
      Row row = Row.of(policy, reference, Divergence.JS);
      assertThat(row.loss()).isCloseTo(Math.log(2), within(1e-6));
      assertThat(row.gradient()[17]).isCloseTo(0, within(1e-6f));
    }
  }

  /** Two safety tokens alone, (1, 1) beside (2, 1), would not show that a third has taken over. */
  @Test
  void theWholeVocabularySeesWhatASubsetHides() {
    float[] policy = {1, 1, 3};
    float[] reference = {2, 1, 0};
    Row row = Row.of(policy, reference, Divergence.REVERSE);
    assertThat(row.reverse()).isCloseTo(1.422512, within(2e-6));
    assertThat(row.forward()).isCloseTo(1.227088, within(2e-6));
  }

  @Test
  void aPolicyThatHasCollapsedElsewhereIsPulledBackByTheForwardKlAlone() {
    float[] reference = {logit(.98), 0};
    Row near = Row.of(new float[] {logit(.6), 0}, reference, Divergence.REVERSE);
    assertThat(near.reverse()).isCloseTo(.903919, within(1e-6));
    assertThat(near.forward()).isCloseTo(.420896, within(1e-6));

    float[] collapsed = {logit(.001), 0};
    Row reverse = Row.of(collapsed, reference, Divergence.REVERSE);
    Row forward = Row.of(collapsed, reference, Divergence.FORWARD);
    assertThat(reverse.reverse()).isCloseTo(3.900224, within(2e-6));
    assertThat(reverse.forward()).isCloseTo(6.671581, within(2e-6));
    assertThat(reverse.gradient()[0]).isCloseTo(-.010788f, at6());
    assertThat(forward.gradient()[0]).isCloseTo(-.979000f, at6());
  }

  private static float logit(double p) {
    return (float) Math.log(p / (1 - p));
  }

  @Test
  void equalLawsHaveNeitherDivergenceNorGradient() {
    float[] logits = gaussians(new Random(1), 3);
    for (Divergence divergence : OF_LAWS) {
      Row row = Row.of(logits, logits.clone(), divergence, 0.7);
      assertThat(row.loss()).isZero();
      for (float slope : row.gradient()) {
        assertThat(slope == 0).as("slope %s", slope).isTrue();
      }
    }
  }

  @Test
  void gradientsAreTheSlopesOfTheDivergence() {
    for (double distance : new double[] {3, .3, 1e-2, 1e-4}) {
      float[] policy = gaussians(new Random(2), 3);
      float[] reference = policy.clone();
      float[] noise = gaussians(new Random(3), distance);
      for (int v = 0; v < VOCABULARY; v++) {
        reference[v] += noise[v];
      }
      for (Divergence divergence : OF_LAWS) {
        for (double temperature : new double[] {1, .6}) {
          requireSlopes(policy, reference, divergence, temperature);
        }
      }
    }
  }

  private static void requireSlopes(
      float[] policy, float[] reference, Divergence divergence, double temperature) {
    Row row = Row.of(policy, reference, divergence, temperature);
    double largest = 0;
    for (float slope : row.gradient()) {
      largest = Math.max(largest, Math.abs(slope));
    }
    // The likeliest token, the target, some others, and the last one in the tail.
    for (int v : new int[] {argmax(policy), VOCABULARY / 2, 0, 5, 100, VOCABULARY - 1}) {
      double step = 1e-4;
      double above = divergence(policy, reference, divergence, temperature, v, step);
      double below = divergence(policy, reference, divergence, temperature, v, -step);
      assertThat((double) row.gradient()[v])
          .as("%s at %s, token %d", divergence, temperature, v)
          .isCloseTo(
              (above - below) / (2 * step),
              within(2e-3 * largest + ROUNDING * probability(policy, temperature, v) + 1e-12));
    }
  }

  private static double probability(float[] logits, double temperature, int token) {
    double[][] column = new double[logits.length][1];
    for (int v = 0; v < logits.length; v++) {
      column[v][0] = logits[v];
    }
    return Math.exp(naive(column, temperature)[token]);
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int v = 1; v < values.length; v++) {
      best = values[v] > values[best] ? v : best;
    }
    return best;
  }

  /** In fp64, with one logit of the policy moved. */
  private static double divergence(
      float[] policy,
      float[] reference,
      Divergence divergence,
      double temperature,
      int moved,
      double step) {
    double[][] p = new double[policy.length][1];
    double[][] q = new double[policy.length][1];
    for (int v = 0; v < policy.length; v++) {
      p[v][0] = policy[v] + (v == moved ? step : 0);
      q[v][0] = reference[v];
    }
    double[] logP = naive(p, temperature);
    double[] logQ = naive(q, temperature);
    return switch (divergence) {
      case REVERSE -> NaiveHead.kl(logP, logQ);
      case FORWARD -> NaiveHead.kl(logQ, logP);
      default -> (NaiveHead.kl(logP, mean(logP, logQ)) + NaiveHead.kl(logQ, mean(logP, logQ))) / 2;
    };
  }

  private static double[] mean(double[] logP, double[] logQ) {
    double[] mean = new double[logP.length];
    for (int v = 0; v < mean.length; v++) {
      mean[v] = Math.log((Math.exp(logP[v]) + Math.exp(logQ[v])) / 2);
    }
    return mean;
  }

  private static double[] naive(double[][] logits, double temperature) {
    return new NaiveHead(new double[][] {{1}}, logits, temperature, new int[] {0}, new int[] {0})
        .logProbs(0);
  }

  @Test
  void lawsThatHardlyOverlapDoNotOverflow() {
    for (float height : new float[] {50, 150, 1000}) {
      float[] policy = new float[VOCABULARY];
      float[] reference = new float[VOCABULARY];
      policy[17] = height;
      reference[1002] = height; // in the tail after the last whole vector
      Row row = Row.of(policy, reference, Divergence.FORWARD);
      assertThat(row.forward()).isCloseTo(height, within(1e-5 * height));
      assertThat(row.gradient()[17]).isCloseTo(1, within(1e-5f));
      assertThat(row.gradient()[1002]).isCloseTo(-1, within(1e-5f));
    }
  }

  private static float[] gaussians(Random random, double scale) {
    float[] values = new float[VOCABULARY];
    for (int v = 0; v < VOCABULARY; v++) {
      values[v] = (float) (scale * random.nextGaussian());
    }
    return values;
  }
}
