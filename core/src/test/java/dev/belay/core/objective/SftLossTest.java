package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SftLossTest {

  @Test
  void everyTokenWeighsOneOverAll() {
    assertThat(new SftLoss(8).at(3, TokenLaw.of(-2, 1))).isEqualTo(new TokenLoss(.25, -.125, 0, 0));
  }

  @Test
  void batchWithoutTokensIsRefused() {
    assertThatThrownBy(() -> new SftLoss(0)).hasMessageContaining("without completion tokens");
  }
}
