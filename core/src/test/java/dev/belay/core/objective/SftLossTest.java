package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void batchWithoutTokensIsRefused() {
    assertThatThrownBy(() -> new SftLoss(0)).hasMessageContaining("without completion tokens");
  }
}
