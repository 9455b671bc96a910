package dev.belay.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LearnedSequenceTest {

  private static final TokenSequence TOKENS =
      new TokenSequence(new int[] {1, 2}, new int[] {3, 4, 5, 6});

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  @Test
  void leavesOutWhatIsNotTheAssistants() {
    BitSet others = bits(1, 2);
    LearnedSequence sequence = new LearnedSequence(TOKENS, others);
    others.set(0); // The sequence has its own.
    assertThat(sequence.learned()).isEqualTo(2);
    assertThat(sequence.isLearned(0)).isTrue();
    assertThat(sequence.isLearned(1)).isFalse();
    assertThat(sequence.isLearned(3)).isTrue();
    assertThat(LearnedSequence.whole(TOKENS).learned()).isEqualTo(4);
  }

  @Test
  void refusesWhatTeachesNothing() {
    assertThatThrownBy(() -> new LearnedSequence(TOKENS, bits(0, 1, 2, 3)))
        .hasMessageContaining("at least one token to learn");
    assertThatThrownBy(() -> new LearnedSequence(TOKENS, bits(4)))
        .hasMessageContaining("behind the completion");
  }
}
