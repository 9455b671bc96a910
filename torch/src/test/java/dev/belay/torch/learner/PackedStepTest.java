package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedStepTest {

  private static GroupedSequence grouped(int group, int[] prompt, int... completion) {
    return new GroupedSequence(new TokenSequence(prompt, completion), group);
  }

  /** Two completions of one prompt of three tokens, and one of another of two. */
  private static final List<GroupedSequence> SEQUENCES =
      List.of(
          grouped(0, new int[] {5, 6, 7}, 8, 9),
          grouped(0, new int[] {5, 6, 7}, 10),
          grouped(1, new int[] {11, 12}, 13, 14, 15));

  @Test
  void offsetsCountTheCompletionTokensBefore() {
    // 5 tokens and 2 more for the second completion fit in 7; the third has 5.
    PackedStep two = PackedStep.of(SEQUENCES, 7);
    assertThat(two.microBatches().stream().map(PackedStep.MicroBatch::tokenOffset))
        .containsExactly(0, 3);
    assertThat(two.microBatches().stream().map(PackedStep.MicroBatch::index)).containsExactly(0, 1);
    assertThat(two.completionTokens()).isEqualTo(6);
    assertThat(two.tokens()).isEqualTo(12);

    PackedStep three = PackedStep.of(SEQUENCES, 6);
    assertThat(three.microBatches().stream().map(PackedStep.MicroBatch::tokenOffset))
        .containsExactly(0, 2, 3);
    // The prompt of the second completion is not shared any more.
    assertThat(three.tokens()).isEqualTo(14);
  }
}
