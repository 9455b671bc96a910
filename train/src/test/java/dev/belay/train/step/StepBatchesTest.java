package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.model.TokenSequence;
import dev.belay.torch.decoder.FrozenDecoder;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.fixture.TinyPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepBatchesTest {

  /** Two completions of one prompt of three tokens, and one of another of two. */
  private static final List<TokenSequence> SEQUENCES =
      List.of(
          new TokenSequence(new int[] {5, 6, 7}, new int[] {8, 9}),
          new TokenSequence(new int[] {5, 6, 7}, new int[] {10}),
          new TokenSequence(new int[] {11, 12}, new int[] {13, 14, 15}));

  @Test
  void offsetsCountTheCompletionTokensBefore() {
    try (StepBatches batches = new StepBatches(SEQUENCES, 7)) {
      // 5 tokens and 2 more for the second completion fit in 7; the third has 5.
      assertThat(batches.microBatches().stream().map(StepBatches.MicroBatch::tokenOffset))
          .containsExactly(0, 3);
      assertThat(batches.completionTokens()).isEqualTo(6);
      assertThat(batches.tokens()).isEqualTo(12);
    }
    try (StepBatches batches = new StepBatches(SEQUENCES, 6)) {
      assertThat(batches.microBatches().stream().map(StepBatches.MicroBatch::tokenOffset))
          .containsExactly(0, 2, 3);
      // The prompt of the second completion is not shared any more.
      assertThat(batches.tokens()).isEqualTo(14);
    }
  }

  @Test
  void aReferenceIsAddedOnce() {
    try (TinyPolicy tiny = TinyPolicy.open(1e-3);
        FrozenDecoder reference = FrozenDecoder.on(tiny.decoder(), ComputeType.FLOAT32);
        StepBatches batches = new StepBatches(SEQUENCES, 6)) {
      assertThat(batches.hasReference()).isFalse();
      assertThat(batches.referenceHead(0)).isNull();
      batches.addReference(reference);
      assertThat(batches.hasReference()).isTrue();
      assertThat(batches.referenceHead(2)).isNotNull();
      assertThatThrownBy(() -> batches.addReference(reference))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
