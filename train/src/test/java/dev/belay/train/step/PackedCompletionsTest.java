package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.TokenSequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedCompletionsTest {

  @Test
  void theRowBeforeEachCompletionTokenPredictsIt() {
    PackedCompletions packed =
        PackedCompletions.of(
            List.of(
                new TokenSequence(new int[] {1, 2, 3}, new int[] {4, 5}),
                new TokenSequence(new int[] {6}, new int[] {7})));

    assertThat(packed.batch().tokenIds()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(packed.batch().starts()).containsExactly(0, 5, 7);
    // Row 2 holds token 3, after which 4 comes; row 5 holds 6, after which 7 comes.
    assertThat(packed.rows()).containsExactly(2, 3, 5);
    assertThat(packed.targets()).containsExactly(4, 5, 7);
  }

  @Test
  void completionsOfOnePromptShareIt() {
    int[] prompt = {1, 2, 3};
    PackedCompletions packed =
        PackedCompletions.of(
            List.of(
                new TokenSequence(prompt, new int[] {4, 5}),
                new TokenSequence(prompt, new int[] {6}),
                new TokenSequence(new int[] {9, 8}, new int[] {7})));

    // The prompt's last token stands before each completion; the rest of it stands once.
    assertThat(packed.batch().tokenIds()).containsExactly(1, 2, 3, 4, 5, 3, 6, 9, 8, 7);
    assertThat(packed.batch().starts()).containsExactly(0, 7, 10);
    assertThat(packed.batch().positions()).containsExactly(0, 1, 2, 3, 4, 2, 3, 0, 1, 2);
    assertThat(packed.rows()).containsExactly(2, 3, 5, 8);
    assertThat(packed.targets()).containsExactly(4, 5, 6, 7);
  }

  @Test
  void aSequenceWithoutCompletionHasNoRow() {
    PackedCompletions packed =
        PackedCompletions.of(
            List.of(
                new TokenSequence(new int[] {1, 2}, new int[0]),
                new TokenSequence(new int[] {3}, new int[] {4})));

    assertThat(packed.rows()).containsExactly(2);
    assertThat(packed.targets()).containsExactly(4);
  }

  @Test
  void microBatchesCoverAllSequencesInOrderWithinTheBound() {
    assertThat(MicroBatches.split(new int[] {5, 5, 3, 9, 1}, 10))
        .containsExactly(
            new MicroBatches.Range(0, 2),
            new MicroBatches.Range(2, 3),
            new MicroBatches.Range(3, 5));
    assertThat(MicroBatches.split(new int[] {50, 1}, 10))
        .containsExactly(new MicroBatches.Range(0, 1), new MicroBatches.Range(1, 2));
    assertThat(MicroBatches.split(new int[0], 10)).isEmpty();
  }
}
