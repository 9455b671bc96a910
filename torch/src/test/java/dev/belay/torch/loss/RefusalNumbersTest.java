package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.ScaledObjective;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Why cross-entropy on refusals drifts to more of them, and a KL does not: two tokens. */
class RefusalNumbersTest {

  /** Logits of a model that refuses with probability 0.6. */
  private static final float[] REFERENCE = {(float) Math.log(1.5), 0};

  /** Loss, the first token's probability and the gradient by both logits. */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  private record Slope(double loss, double refused, double kl, float[] gradient) {

    static Slope of(float[] logits, Objective objective) {
      Tensor one = torch.ones(1, 1);
      TokenScores scores = TokenScores.comparing(1, Divergence.REVERSE);
      try (Parameter head =
          new Parameter("head", torch.tensor(logits).view(2, 1), ComputeType.FLOAT32)) {
        double loss =
            new ChunkedHead(1)
                .forwardBackward(
                    new HeadRows(one, new int[] {0}, new int[] {0}),
                    head,
                    objective,
                    new ReferenceHead(one, torch.tensor(REFERENCE).view(2, 1)),
                    torch.zeros(1, 1),
                    scores);
        long gradient = NativeMemory.address(head.grad());
        return new Slope(
            loss,
            Math.exp(scores.logProbs()[0]),
            scores.of(Divergence.REVERSE)[0],
            new float[] {NativeMemory.getFloat(gradient), NativeMemory.getFloat(gradient + 4)});
      }
    }
  }

  @Test
  void crossEntropyHasASlopeAtTheReferenceAndTheKlHasNone() {
    Slope ce = Slope.of(REFERENCE, new SftLoss(1));
    assertThat(ce.loss()).isCloseTo(.510826, within(1e-6));
    assertThat(ce.gradient()).containsExactly(new float[] {-.4f, .4f}, within(1e-6f));
    Slope weighed = Slope.of(REFERENCE, new ScaledObjective(new SftLoss(1), .05));
    assertThat(weighed.loss()).isCloseTo(.025541, within(1e-6));
    assertThat(weighed.gradient()).containsExactly(new float[] {-.02f, .02f}, within(1e-7f));
    Slope kl = Slope.of(REFERENCE, new DivergenceObjective(Divergence.REVERSE, new double[] {1}));
    assertThat(kl.loss()).isZero();
    for (float slope : kl.gradient()) {
      assertThat(slope == 0).isTrue();
    }
  }

  @Test
  void crossEntropyGoesOnRaisingRefusals() {
    float[] logits = REFERENCE.clone();
    for (int step = 1; step <= 10; step++) {
      float[] gradient = Slope.of(logits, new SftLoss(1)).gradient();
      logits[0] -= gradient[0];
      logits[1] -= gradient[1];
      if (step == 1) {
        Slope once = Slope.of(logits, new SftLoss(1));
        assertThat(once.refused()).isCloseTo(.769496, within(1e-6));
        assertThat(once.kl()).isCloseTo(.064402, within(1e-6));
      }
    }
    assertThat(Slope.of(logits, new SftLoss(1)).refused()).isCloseTo(.955038, within(1e-5));
  }
}
