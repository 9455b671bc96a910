package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairLossTest {

  /** By the formulas, worked out apart. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 0, 2.5, 0.5759394198788436, -0.0437823499114202",
    "0.1, 0, 1.4, 0.6255951823371514, -0.0465057054841786",
    "0.1, 0.2, 2.5, 0.6259394198788436, -0.0237823499114202",
    "0.1, 0.2, 1.4, 0.6535951823371514, -0.0265057054841786",
    "5, 0, 1.4, 9.114664537742e-4, -4.555255972003e-3"
  })
  void sigmoid(double beta, double smoothing, double margin, double value, double slope) {
    PairLoss loss = new PairLoss.Sigmoid(beta, smoothing);
    assertThat(loss.value(margin)).isCloseTo(value, within(1e-13));
    assertThat(loss.slope(margin)).isCloseTo(slope, within(1e-13));
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 2.5, 6.25, -5",
    "0.1, 1.4, 12.96, -7.2",
    "0.5, 1.4, 0.16, 0.8",
    "2, 0.25, 0, 0"
  })
  void ipo(double beta, double margin, double value, double slope) {
    PairLoss loss = new PairLoss.Ipo(beta);
    assertThat(loss.value(margin)).isCloseTo(value, within(1e-13));
    assertThat(loss.slope(margin)).isCloseTo(slope, within(1e-13));
  }

  @Test
  void withoutAMarginAPairCostsALogOfTwo() {
    assertThat(new PairLoss.Sigmoid(0.3, 0).value(0)).isEqualTo(Math.log(2));
    assertThat(new PairLoss.Sigmoid(0.3, 0.4).value(0)).isCloseTo(Math.log(2), within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e5, -40, -1, 0, 1, 40, 1e5})
  void slopesAreDerivativesAndNothingOverflows(double margin) {
    for (PairLoss loss :
        new PairLoss[] {
          new PairLoss.Sigmoid(1, 0), new PairLoss.Sigmoid(2, 0.3), new PairLoss.Ipo(0.2)
        }) {
      double step = 1e-4 * Math.max(1, Math.abs(margin));
      double difference = (loss.value(margin + step) - loss.value(margin - step)) / (2 * step);
      assertThat(loss.slope(margin))
          .as("%s at %s", loss, margin)
          .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(margin))));
    }
  }

  /** The doubt of the labels: β·Δ settles at log((1 − ε)/ε), where DPO itself goes on for ever. */
  @Test
  void smoothedLabelsHaveAMarginThatIsEnough() {
    PairLoss conservative = new PairLoss.Sigmoid(0.1, 0.1);
    double enough = conservative.bestMargin();
    assertThat(enough).isCloseTo(21.972245773362, within(1e-11));
    assertThat(conservative.slope(enough)).isCloseTo(0, within(1e-15));
    assertThat(conservative.slope(enough + 1)).isPositive();
    assertThat(conservative.slope(enough - 1)).isNegative();
    assertThat(new PairLoss.Sigmoid(0.1, 0).slope(enough + 100)).isNegative();
    assertThat(new PairLoss.Sigmoid(0.1, 0).bestMargin()).isInfinite();
    assertThat(new PairLoss.Ipo(0.1).bestMargin()).isEqualTo(5);
    assertThat(new PairLoss.Ipo(0.1).slope(5)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void betaIsAboveZero(double beta) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PairLoss.Sigmoid(beta, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PairLoss.Ipo(beta));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 0.5, 1, Double.NaN})
  void labelsAreRightMoreOftenThanNot(double smoothing) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PairLoss.Sigmoid(0.1, smoothing));
  }
}
