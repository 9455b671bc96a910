package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.SftLoss;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Samples that are packed into one pass do not see one another. */
class PackingTest {

  private static final TokenSequence KEPT = sequence(1);

  private static TokenSequence sequence(long seed) {
    Random random = new Random(seed);
    return new TokenSequence(random.ints(5, 3, 512).toArray(), random.ints(6, 3, 512).toArray());
  }

  /** In one pass, the sequence that stays between two others. */
  private static StepBatches packed(long before, long after) {
    List<GroupedSequence> sequences = new ArrayList<>();
    sequences.add(new GroupedSequence(sequence(before), 0));
    sequences.add(new GroupedSequence(KEPT, 1));
    sequences.add(new GroupedSequence(sequence(after), 2));
    StepBatches batches = new StepBatches(sequences, 1000);
    assertThat(batches.packed().microBatches()).hasSize(1);
    return batches;
  }

  private static double[] ofKept(double[] column) {
    return Arrays.copyOfRange(column, 6, 12);
  }

  @Test
  void whatStandsBesideASampleChangesNoBitOfItsScores() {
    try (TinyPolicy tiny = TinyPolicy.open(1e-3);
        StepBatches some = packed(2, 3);
        StepBatches others = packed(4, 5)) {
      double[] first = ofKept(tiny.policy().score(some).logProbs());
      double[] second = ofKept(tiny.policy().score(others).logProbs());
      assertThat(second).isEqualTo(first);
      assertThat(tiny.policy().score(others).logProbs())
          .isNotEqualTo(tiny.policy().score(some).logProbs());
      assertThat(first).containsExactly(tiny.logProbs(KEPT), within(1e-4));
    }
  }

  /** The gradient of one sample's loss in a packed pass is that of the sample alone. */
  @Test
  void noGradientFlowsIntoNeighbours() {
    float[] alone;
    try (TinyPolicy tiny = TinyPolicy.open(1e-9);
        StepBatches batches = new StepBatches(List.of(new GroupedSequence(KEPT, 0)), 1000)) {
      tiny.policy().update(batches, new SftLoss(6), 1);
      alone = tiny.lastGradient();
    }
    SftLoss ofKept = SftLoss.over(List.of(LearnedSequence.whole(KEPT)));
    Objective onlyKept =
        (scores, from, to, out) -> {
          double loss = 0;
          for (int t = from; t < to; t++) {
            boolean counts = t >= 6 && t < 12;
            out.set(t - from, counts ? -1.0 / ofKept.tokens() : 0, 0, 0);
            loss -= counts ? scores.logProbs()[t] / ofKept.tokens() : 0;
          }
          return loss;
        };
    try (TinyPolicy tiny = TinyPolicy.open(1e-9);
        StepBatches batches = packed(2, 3)) {
      tiny.policy().update(batches, onlyKept, 1);
      float[] packed = tiny.lastGradient();
      float[] difference = new float[packed.length];
      for (int i = 0; i < packed.length; i++) {
        difference[i] = packed[i] - alone[i];
      }
      assertThat(GradientCheck.norm(difference)).isLessThan(1e-5 * GradientCheck.norm(alone));
    }
  }
}
