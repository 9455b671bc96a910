package dev.belay.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

  private static List<String> labels(Axis.Scale scale, double low, double high) {
    return Ticks.of(scale, new Axis.Range(low, high)).stream().map(Ticks::label).toList();
  }

  @Test
  void linearTicksAreRound() {
    assertThat(labels(Axis.Scale.LINEAR, 0, 1))
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(labels(Axis.Scale.LINEAR, -0.33, 0.1))
        .containsExactly("−0.3", "−0.2", "−0.1", "0", "0.1");
    assertThat(labels(Axis.Scale.LINEAR, 0, 150)).containsExactly("0", "50", "100", "150");
  }

  @Test
  void logarithmicTicksArePowersOfTen() {
    assertThat(labels(Axis.Scale.LOG, 1e-6, 1))
        .containsExactly("1e−6", "1e−5", "0.0001", "0.001", "0.01", "0.1", "1");
    assertThat(labels(Axis.Scale.LOG, 0.01, 1))
        .containsExactly("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1");
    assertThat(labels(Axis.Scale.LOG, 1e-12, 1))
        .containsExactly("1e−12", "1e−10", "1e−8", "1e−6", "0.0001", "0.01", "1");
    assertThat(labels(Axis.Scale.LOG, 2, 4)).as("less than a decade").contains("2", "3", "4");
  }

  @Test
  void labelsAreShort() {
    assertThat(Ticks.label(20000)).isEqualTo("20000");
    assertThat(Ticks.label(2e6)).isEqualTo("2e6");
    assertThat(Ticks.label(-2.5e-7)).isEqualTo("−2.5e−7");
  }
}
