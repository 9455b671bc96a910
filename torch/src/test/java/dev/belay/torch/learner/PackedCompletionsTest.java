package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedCompletionsTest {

  @Test
  void theRowBeforeEachCompletionTokenPredictsIt() {
    PackedCompletions packed =
        PackedCompletions.of(
            GroupedSequence.byPrompt(
                List.of(
                    new TokenSequence(new int[] {1, 2, 3}, new int[] {4, 5}),
                    new TokenSequence(new int[] {6}, new int[] {7}))));

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
                grouped(3, prompt, 4, 5), grouped(3, prompt, 6), grouped(4, new int[] {9, 8}, 7)));

    // The prompt's last token stands before each completion; the rest of it stands once.
    assertThat(packed.batch().tokenIds()).containsExactly(1, 2, 3, 4, 5, 3, 6, 9, 8, 7);
    assertThat(packed.batch().starts()).containsExactly(0, 7, 10);
    assertThat(packed.batch().positions()).containsExactly(0, 1, 2, 3, 4, 2, 3, 0, 1, 2);
    assertThat(packed.rows()).containsExactly(2, 3, 5, 8);
    assertThat(packed.targets()).containsExactly(4, 5, 6, 7);
  }

  @Test
  void theLastRowOfEachSequenceIsWhereARewardModelReads() {
    int[] prompt = {1, 2, 3};
    PackedCompletions packed =
        PackedCompletions.ofEnds(
            List.of(
                grouped(3, prompt, 4, 5),
                grouped(3, prompt, 6),
                grouped(3, prompt),
                grouped(4, new int[] {9, 8}, 7)));
    assertThat(packed.batch().tokenIds()).containsExactly(1, 2, 3, 4, 5, 3, 6, 3, 9, 8, 7);
    assertThat(packed.rows()).containsExactly(4, 6, 7, 10);
    assertThat(packed.targets()).containsExactly(5, 6, 3, 7);
  }

  @Test
  void groupsOfOnePromptStayApartAndAGroupOfTwoPromptsIsRefused() {
    int[] prompt = {1, 2, 3};
    List<GroupedSequence> apart = List.of(grouped(0, prompt, 4), grouped(1, prompt, 5));
    assertThat(PackedCompletions.of(apart).batch().tokenIds())
        .containsExactly(1, 2, 3, 4, 1, 2, 3, 5);
    assertThat(PackedCompletions.addedTokens(apart)).containsExactly(4, 4);
    assertThat(PackedCompletions.addedTokens(List.of(grouped(0, prompt, 4), grouped(0, prompt, 5))))
        .containsExactly(4, 2);
    assertThatThrownBy(
            () ->
                PackedCompletions.of(
                    List.of(grouped(7, prompt, 4), grouped(7, new int[] {1, 2}, 5))))
        .hasMessageContaining("group 7 has two prompts");
  }

  @Test
  void sequencesWithoutGroupsAreGroupedWithTheirNeighbours() {
    TokenSequence one = new TokenSequence(new int[] {1, 2}, new int[] {3});
    TokenSequence other = new TokenSequence(new int[] {1}, new int[] {2, 3});
    assertThat(GroupedSequence.byPrompt(List.of(one, one, other, one)))
        .extracting(GroupedSequence::group)
        .containsExactly(0, 0, 1, 2);
  }

  private static GroupedSequence grouped(int group, int[] prompt, int... completion) {
    return new GroupedSequence(new TokenSequence(prompt, completion), group);
  }

  @Test
  void aSequenceWithoutCompletionHasNoRow() {
    PackedCompletions packed =
        PackedCompletions.of(List.of(grouped(0, new int[] {1, 2}), grouped(1, new int[] {3}, 4)));

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
