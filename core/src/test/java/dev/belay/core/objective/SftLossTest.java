package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SftLossTest {

  @Test
  void everyTokenWeighsOneOverAll() {
    TokenScores scores =
        new TokenScores(new double[] {-9, -2, -3}, new double[3], null, null, null);
    TokenSlopes slopes = TokenSlopes.ofSize(2);
    assertThat(new SftLoss(8).slopes(scores, 1, 3, slopes)).isEqualTo(.625);
    assertThat(slopes.logProbs()).containsExactly(-.125, -.125);
    assertThat(slopes.entropies()).containsOnly(0);
    assertThat(new SftLoss(8).needs()).isEqualTo(Needs.NOTHING);
  }

  @Test
  void tokensOfOthersCountForNothing() {
    BitSet user = new BitSet();
    user.set(1, 3);
    SftLoss loss =
        SftLoss.over(
            List.of(
                new LearnedSequence(new TokenSequence(new int[] {1}, new int[4]), user),
                LearnedSequence.whole(new TokenSequence(new int[] {1}, new int[2]))));
    assertThat(loss.tokens()).isEqualTo(4);
    double[] column = {-1, -50, -70, -2, -3, -6};
    TokenScores scores = new TokenScores(column, new double[6], null, null, null);
    TokenSlopes slopes = TokenSlopes.ofSize(6);
    assertThat(loss.slopes(scores, 0, 6, slopes)).isEqualTo(3);
    assertThat(slopes.logProbs()).containsExactly(-.25, 0, 0, -.25, -.25, -.25);
    assertThat(loss.mean(column)).isEqualTo(-3);
    TokenSlopes part = TokenSlopes.ofSize(2);
    assertThat(loss.slopes(scores, 2, 4, part)).isEqualTo(.5);
    assertThat(part.logProbs()).containsExactly(0, -.25);
  }

  @Test
  void batchWithoutTokensIsRefused() {
    assertThatThrownBy(() -> new SftLoss(0)).hasMessageContaining("without completion tokens");
  }
}
