package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValueLossTest {

  private static TokenScores values(double... values) {
    int tokens = values.length;
    return new TokenScores(new double[tokens], new double[tokens], null, null, values);
  }

  /**
   * Old value .5 and c = .2, return 1. V = .6 lies within; .9 has left the range the right way, so
   * that the square at .7 counts and nothing moves it; .1 has left it the wrong way, so that its
   * own greater square counts.
   */
  @Test
  void theGreaterSquareCounts() {
    ValueLoss loss =
        new ValueLoss(
            new double[] {1, 1, 1}, new double[] {.5, .5, .5}, new double[] {.5, .5, .5}, .2);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    TokenScores scores = values(.6, .9, .1);
    double expected = .25 * (.4 * .4 + .3 * .3 + .9 * .9);
    assertThat(loss.slopes(scores, 0, 3, slopes)).isCloseTo(expected, within(1e-12));
    assertThat(slopes.values()).containsExactly(new double[] {-.2, 0, -.45}, within(1e-12));
    assertThat(slopes.logProbs()).containsOnly(0);
    assertThat(loss.clippedShare(new double[] {.6, .9, .1})).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(loss.needs()).isEqualTo(new Needs(false, true, false));
  }

  @Test
  void slopesAreDerivatives() {
    ValueLoss loss =
        new ValueLoss(
            new double[] {1, -1, .3, 2},
            new double[] {.5, .1, .2, 0},
            new double[] {1, 2, 0, .1},
            .3);
    ObjectiveSlopes.requireDerivatives(loss, values(.75, -.7, 5, .1));
  }

  @Test
  void withoutAClipItIsHalfTheSquare() {
    ValueLoss loss =
        new ValueLoss(
            new double[] {3}, new double[] {-100}, new double[] {1}, Double.POSITIVE_INFINITY);
    assertThat(loss.slopes(values(1), 0, 1, TokenSlopes.ofSize(1))).isEqualTo(2);
  }

  @Test
  void aMicroBatchAsksForItsOwnTokens() {
    ValueLoss loss = new ValueLoss(new double[] {1, 2}, new double[2], new double[] {1, 1}, 9);
    TokenSlopes slopes = TokenSlopes.ofSize(1);
    assertThat(loss.slopes(values(0, 0), 1, 2, slopes)).isEqualTo(2);
    assertThat(slopes.values()).containsExactly(-2);
  }

  @Test
  void explainedVarianceOfCritics() {
    double[] returns = {1, 2, 3, 99};
    ValueLoss loss = new ValueLoss(returns, new double[4], new double[] {1, 1, 1, 0}, 1);
    assertThat(loss.explainedVariance(new double[] {1, 2, 3, 0})).isEqualTo(1);
    assertThat(loss.explainedVariance(new double[] {2, 2, 2, 0})).isCloseTo(0, within(1e-12));
    assertThat(loss.explainedVariance(new double[] {3, 2, 1, 0})).isCloseTo(-3, within(1e-12));
    assertThat(
            new ValueLoss(new double[2], new double[2], new double[] {1, 1}, 1)
                .explainedVariance(new double[2]))
        .isNaN();
  }

  @Test
  void shapesAndClipAreChecked() {
    assertThatThrownBy(() -> new ValueLoss(new double[1], new double[2], new double[1], 1))
        .hasMessageContaining("1 returns but 2 old values and 1 weights");
    assertThatThrownBy(() -> new ValueLoss(new double[1], new double[1], new double[1], 0))
        .hasMessageContaining("above 0, was 0");
  }
}
