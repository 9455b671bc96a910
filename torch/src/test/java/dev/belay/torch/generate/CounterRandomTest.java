package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

  @Test
  void isAFunctionOfSeedAndPositionInTheUnitInterval() {
    Set<Double> seen = new HashSet<>();
    for (long seed = -50; seed < 50; seed++) {
      for (int position = 0; position < 100; position++) {
        double value = CounterRandom.uniform(seed, position);

        assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
        assertThat(value).isEqualTo(CounterRandom.uniform(seed, position));
        seen.add(value);
      }
    }
    assertThat(seen).hasSize(10_000);
  }

  @Test
  void isUniformAlongPositionsAndAlongSeedsAndUncorrelated() {
    int n = 100_000;
    double[] means = new double[3];
    double square = 0;
    for (int i = 0; i < n; i++) {
      means[0] += CounterRandom.uniform(1, i) / n;
      means[1] += CounterRandom.uniform(i, 0) / n;
      means[2] += CounterRandom.uniform(i, 0) * CounterRandom.uniform(i + 1, 0) / n;
      square += Math.pow(CounterRandom.uniform(3, i), 2) / n;
    }
    // Standard deviations of these means are below 0.001.
    assertThat(means[0]).isCloseTo(0.5, offset(0.005));
    assertThat(means[1]).isCloseTo(0.5, offset(0.005));
    assertThat(means[2]).isCloseTo(0.25, offset(0.005));
    assertThat(square).isCloseTo(1 / 3.0, offset(0.005));
  }
}
