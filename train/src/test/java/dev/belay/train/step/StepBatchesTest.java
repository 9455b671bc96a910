package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.learner.Reference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBatchesTest {

  private static final List<GroupedSequence> SEQUENCES =
      GroupedSequence.byPrompt(
          List.of(
              new TokenSequence(new int[] {5, 6, 7}, new int[] {8, 9}),
              new TokenSequence(new int[] {11, 12}, new int[] {13, 14, 15})));

  /** Says of every token that it is certain; counts how often it is closed. */
  private static final class Certain implements Reference {
    private int closed;

    @Override
    public Step over(PackedStep step) {
      return new Step() {
        @Override
        public double[] logProbs() {
          return new double[step.completionTokens()];
        }

        @Override
        public void write(Path file) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public Step read(PackedStep step, Path file) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Test
  void aReferenceIsAskedOnceAndClosedWithTheBatches() {
    Certain reference = new Certain();
    try (StepBatches batches = new StepBatches(SEQUENCES, 5)) {
      assertThat(batches.completionTokens()).isEqualTo(5);
      assertThat(batches.tokens()).isEqualTo(10);
      assertThat(batches.reference()).isNull();
      batches.addReference(reference);
      assertThat(batches.reference()).isNotNull();
      assertThatThrownBy(() -> batches.addReference(reference))
          .isInstanceOf(IllegalStateException.class);
      assertThat(reference.closed).isZero();
    }
    assertThat(reference.closed).isEqualTo(1);
  }
}
