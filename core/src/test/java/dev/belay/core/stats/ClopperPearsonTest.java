package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClopperPearsonTest {
  private static final double CONFIDENCE = 0.95;
  private static final Percentage TABLE = Percentage.withPercentage(1e-9);

  /** From scipy 1.17.1, {@code beta.ppf}, but for the last two. */
  @ParameterizedTest
  @CsvSource({
    "0, 1319, 0, 0.00279281718732",
    "1, 1085, 2.33341129943e-05, 0.00512434977433",
    "1, 1319, 1.91945147854e-05, 0.00421682891632",
    "12, 1220, 0.00509247463065, 0.017118533304",
    "29, 1319, 0.0147728693435, 0.031424358677",
    "33, 1319, 0.0172830515157, 0.0349577140334",
    "238, 2382, 0.0881605862611, 0.112665412188",
    "700, 5000, 0.130494417733, 0.149927958579",
    "100, 10000, 0.00814359656761, 0.0121495048861",
    "140, 14042, 0.00839338203692, 0.0117545182584",
    "13902, 14042, 0.988245481742, 0.991606617963",
    "14041, 14042, 0.999603280409, 0.999998196996",
    "2000, 200000, 0.00956854868188, 0.0104457408837",
    // Sums of the binomial law in 30 digits.
    "1, 3000000, 8.439269292485992e-09, 1.857213048559880e-06",
    "1500, 3000000, 0.000475020012018696, 0.000525952188229970"
  })
  void agreesWithTables(long successes, long n, double low, double high) {
    Interval interval = ClopperPearson.interval(new Rate(successes, n), CONFIDENCE);
    assertThat(interval.low()).isCloseTo(low, TABLE);
    assertThat(interval.high()).isCloseTo(high, TABLE);
  }

  @Test
  void containsTheRateIsSymmetricAndRisesWithTheCount() {
    for (long n : new long[] {5, 50, 1319, 14_042, 3_000_000}) {
      Interval before = null;
      for (long k = 0; k <= n; k += Math.max(1, n / 23)) {
        Interval interval = ClopperPearson.interval(new Rate(k, n), CONFIDENCE);
        Interval mirrored = ClopperPearson.interval(new Rate(n - k, n), CONFIDENCE);
        assertThat(interval.contains((double) k / n)).isTrue();
        assertThat(interval.low()).isCloseTo(1 - mirrored.high(), within(1e-14));
        if (before != null) {
          assertThat(interval.low()).isGreaterThan(before.low());
          assertThat(interval.high()).isGreaterThan(before.high());
        }
        before = interval;
      }
    }
  }

  @Test
  void neverCoversLessThanItSays() {
    for (int n : new int[] {5, 40, 1319, 10_000}) {
      for (double rate : new double[] {0.0005, 0.01, 0.022, 0.3, 0.5, 0.98}) {
        BinomialLaw law = new BinomialLaw(n, rate);
        double covered = 0;
        for (int k = 0; k <= n; k++) {
          double probability = law.at(k);
          if (probability > 1e-12
              && ClopperPearson.interval(new Rate(k, n), CONFIDENCE).contains(rate)) {
            covered += probability;
          }
        }
        assertThat(covered).isGreaterThanOrEqualTo(CONFIDENCE);
      }
    }
  }

  @Test
  void theLimitsAreWhereATailIsHalfTheError() {
    Rate rate = new Rate(1_200, 3_000_000);
    Interval interval = ClopperPearson.interval(rate, 0.9);
    Percentage near = Percentage.withPercentage(1e-8);
    assertThat(new BinomialLaw(rate.n(), interval.low()).atLeast(1_200)).isCloseTo(0.05, near);
    assertThat(new BinomialLaw(rate.n(), interval.high()).atMost(1_200)).isCloseTo(0.05, near);
  }
}
