package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BradleyTerryLossTest {

  private static TokenScores values(double... values) {
    int tokens = values.length;
    return new TokenScores(new double[tokens], new double[tokens], null, null, values);
  }

  private static double loss(BradleyTerryLoss loss, double... values) {
    return loss.slopes(values(values), 0, values.length, TokenSlopes.ofSize(values.length));
  }

  /** Leads of .7 and −2: log(1 + e^−.7) = .403186 and log(1 + e^2) = 2.126928. */
  @Test
  void byHand() {
    TokenSlopes slopes = TokenSlopes.ofSize(4);
    double loss = new BradleyTerryLoss(2, 0, 0).slopes(values(.4, -.3, -1, 1), 0, 4, slopes);
    assertThat(loss).isCloseTo((.403186 + 2.126928) / 2, within(1e-6));
    assertThat(slopes.values())
        .containsExactly(
            new double[] {-.331812 / 2, .331812 / 2, -.880797 / 2, .880797 / 2}, within(1e-6));
    assertThat(slopes.logProbs()).containsOnly(0);
  }

  /** A margin of 1 asks for more than the lead of .7; the sum of .1 costs .5 · .01. */
  @Test
  void marginAndCentreByHand() {
    assertThat(loss(new BradleyTerryLoss(1, 1, .5), .4, -.3))
        .isCloseTo(Math.log1p(Math.exp(.3)) + .005, within(1e-12));
  }

  @Test
  void slopesAreDerivatives() {
    ObjectiveSlopes.requireDerivatives(
        new BradleyTerryLoss(3, .5, .02), values(.4, -.3, -1, 1, 3, 2.5));
  }

  /** Equal rewards cost log 2, and a common shift of a pair costs nothing. */
  @Test
  void onlyDifferencesCount() {
    BradleyTerryLoss plain = new BradleyTerryLoss(1, 0, 0);
    assertThat(loss(plain, 0, 0)).isCloseTo(Math.log(2), within(1e-15));
    assertThat(loss(plain, 7.3, 7.1)).isCloseTo(loss(plain, .2, 0), within(1e-12));
    assertThat(loss(new BradleyTerryLoss(1, 0, 1), 7.3, 7.1)).isGreaterThan(200);
  }

  @Test
  void farLeadsStayFinite() {
    TokenSlopes slopes = TokenSlopes.ofSize(4);
    double loss = new BradleyTerryLoss(2, 0, 0).slopes(values(2000, 0, 0, 2000), 0, 4, slopes);
    assertThat(loss).isEqualTo(1000);
    assertThat(slopes.values()).containsExactly(0, 0, -.5, .5);
  }

  @Test
  void settingsAndRangeAreChecked() {
    assertThatThrownBy(() -> new BradleyTerryLoss(0, 0, 0)).hasMessageContaining("without pairs");
    assertThatThrownBy(() -> new BradleyTerryLoss(1, Double.NaN, 0))
        .hasMessageContaining("margin must be finite");
    assertThatThrownBy(() -> new BradleyTerryLoss(1, 0, -1))
        .hasMessageContaining("centre must be 0 or more");
    assertThatThrownBy(
            () -> new BradleyTerryLoss(2, 0, 0).slopes(values(1, 2), 0, 2, TokenSlopes.ofSize(2)))
        .hasMessageContaining("2 pairs but completions 0 to 2");
    assertThat(new BradleyTerryLoss(1, 0, 0).needs()).isEqualTo(new Needs(false, true, true));
  }
}
