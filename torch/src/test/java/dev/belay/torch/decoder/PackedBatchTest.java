package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackedBatchTest {

  private final PackedBatch batch =
      PackedBatch.of(List.of(new int[] {5, 6, 7}, new int[] {8}, new int[] {9, 10}));

  @Test
  void sequencesLieSideBySide() {
    assertThat(batch.tokenIds()).containsExactly(5, 6, 7, 8, 9, 10);
    assertThat(batch.starts()).containsExactly(0, 3, 4, 6);
    assertThat(batch.tokens()).isEqualTo(6);
    assertThat(batch.sequences()).isEqualTo(3);
    assertThat(batch.length(2)).isEqualTo(2);
    assertThat(batch.context()).isEqualTo(3);
  }

  @Test
  void positionsStartAgainInEachSequence() {
    assertThat(batch.positions()).containsExactly(0, 1, 2, 0, 0, 1);
  }

  @Test
  void theLastRowOfASequencePredictsNothing() {
    assertThat(batch.nextTokens()).containsExactly(6, 7, -1, -1, 10, -1);
  }

  @Test
  void anEmptySequenceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackedBatch.of(List.of(new int[] {1}, new int[0])))
        .withMessage("sequence 1 has no tokens");
  }

  @Test
  void anEmptyBatchIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PackedBatch.of(List.of()));
  }

  @Test
  void startsMustCoverTheTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackedBatch(new int[] {1, 2}, new int[] {0, 1}))
        .withMessageContaining("number of tokens (2)");
  }
}
