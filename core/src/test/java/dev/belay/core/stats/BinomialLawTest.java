package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BinomialLawTest {
  private static final int SIXTEENTHS = 16;
  private static final Percentage NEAR = Percentage.withPercentage(1e-10);

  @Test
  void agreesWithSumsOfWholeNumbers() {
    for (int n : new int[] {1, 2, 3, 7, 20, 61}) {
      for (int success = 1; success < SIXTEENTHS; success++) {
        BinomialLaw law = new BinomialLaw(n, (double) success / SIXTEENTHS);
        for (int k = 0; k <= n; k++) {
          assertThat(law.at(k)).isCloseTo(exact(n, success, k, k), NEAR);
          assertThat(law.atLeast(k)).isCloseTo(exact(n, success, k, n), NEAR);
          assertThat(law.atMost(k)).isCloseTo(exact(n, success, 0, k), NEAR);
        }
      }
    }
  }

  @Test
  void agreesWithSumsOfWholeNumbersWhereAFirstTermWouldUnderflow() {
    for (int k : new int[] {1, 40, 124, 125, 126, 180, 260}) {
      assertThat(new BinomialLaw(2000, 1.0 / SIXTEENTHS).atLeast(k))
          .isCloseTo(exact(2000, 1, k, 2000), NEAR);
      assertThat(new BinomialLaw(2000, 15.0 / SIXTEENTHS).atMost(2000 - k))
          .isCloseTo(exact(2000, 15, 0, 2000 - k), NEAR);
    }
  }

  /** P(from ≤ X ≤ to) of n trials with probability success / 16, from whole numbers alone. */
  private static double exact(int n, int success, int from, int to) {
    BigInteger sum = BigInteger.ZERO;
    BigInteger choose = BigInteger.ONE;
    for (int i = 0; i <= to; i++) {
      if (i >= from) {
        BigInteger law = BigInteger.valueOf(success).pow(i);
        BigInteger rest = BigInteger.valueOf(SIXTEENTHS - success).pow(n - i);
        sum = sum.add(choose.multiply(law).multiply(rest));
      }
      choose = choose.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    BigInteger all = BigInteger.valueOf(SIXTEENTHS).pow(n);
    return new BigDecimal(sum).divide(new BigDecimal(all), MathContext.DECIMAL64).doubleValue();
  }

  @Test
  void millionsOfTrialsKeepTheirDigits() {
    // P(X ≤ 2) = q^n + n p q^(n − 1) + n(n − 1)/2 p² q^(n − 2), in decimal arithmetic.
    int n = 4_000_000;
    double p = 0x1p-20;
    MathContext digits = new MathContext(50);
    BigDecimal success = new BigDecimal(p);
    BigDecimal failure = BigDecimal.ONE.subtract(success);
    BigDecimal low = failure.pow(n - 2, digits);
    BigDecimal sum =
        low.multiply(failure.pow(2))
            .add(low.multiply(failure).multiply(success).multiply(new BigDecimal(n)))
            .add(
                low.multiply(success.pow(2))
                    .multiply(new BigDecimal(n).multiply(new BigDecimal((n - 1) / 2.0))));
    assertThat(new BinomialLaw(n, p).atMost(2)).isCloseTo(sum.doubleValue(), NEAR);
  }

  @Test
  void probabilitiesAddUpToOneAndTailsComplement() {
    for (double p : new double[] {1e-6, 0.003, 0.3, 0.5, 0.97}) {
      int n = 30_000;
      BinomialLaw law = new BinomialLaw(n, p);
      double sum = 0;
      for (int k = 0; k <= n; k++) {
        sum += law.at(k);
        if (k % 97 == 0) {
          assertThat(law.atMost(k) + law.atLeast(k + 1)).isCloseTo(1, within(1e-12));
        }
      }
      assertThat(sum).isCloseTo(1, within(1e-11));
    }
  }

  @Test
  void certainOutcomesAndCountsOutsideTheRange() {
    assertThat(new BinomialLaw(5, 0).at(0)).isOne();
    assertThat(new BinomialLaw(5, 1).atLeast(5)).isOne();
    assertThat(new BinomialLaw(5, 1).atMost(4)).isZero();
    assertThat(new BinomialLaw(5, 0).atLeast(1)).isZero();
    assertThat(new BinomialLaw(0, 0.3).at(0)).isOne();
    assertThat(new BinomialLaw(5, 0.3).at(6)).isZero();
    assertThat(new BinomialLaw(5, 0.3).atLeast(6)).isZero();
    assertThat(new BinomialLaw(5, 0.3).atMost(-1)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> new BinomialLaw(5, 1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BinomialLaw(-1, 0.5));
  }
}
