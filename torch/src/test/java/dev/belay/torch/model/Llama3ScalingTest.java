package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class Llama3ScalingTest {

  private static final Llama3Scaling SCALING = new Llama3Scaling(8, 1, 4, 32);

  private static float turning(double turns) {
    return (float) (2 * Math.PI * turns / 32);
  }

  @Test
  void aPairThatTurnsFourTimesWithinTheOriginalContextStays() {
    assertThat(SCALING.scale(1)).isEqualTo(1);
    assertThat(SCALING.scale(turning(4.001))).isEqualTo(turning(4.001));
  }

  @Test
  void aPairThatTurnsLessThanOnceIsSlowedByTheFactor() {
    assertThat(SCALING.scale(turning(0.999))).isEqualTo(turning(0.999) / 8);
    assertThat(SCALING.scale(1e-4f)).isEqualTo(1e-4f / 8);
  }

  /** At 2.5 turns, half way from 1 to 4, half of the frequency and half of an eighth of it. */
  @Test
  void betweenTheTwoIsARamp() {
    float frequency = turning(2.5);
    assertThat(SCALING.scale(frequency)).isCloseTo(frequency * 0.5625f, within(1e-6f));
    assertThat(SCALING.scale(turning(1.001))).isCloseTo(turning(1.001) / 8, within(1e-3f));
    assertThat(SCALING.scale(turning(3.999))).isCloseTo(turning(3.999), within(1e-3f));
  }

  @Test
  void frequenciesAreScaledOneByOne() {
    float[] plain = RotaryEmbedding.unscaled(10_000).frequencies(16);
    float[] scaled = new RotaryEmbedding(10_000, Optional.of(SCALING)).frequencies(16);
    assertThat(plain).hasSize(8);
    assertThat(plain[2]).isCloseTo(0.1f, within(1e-7f));
    for (int i = 0; i < 8; i++) {
      assertThat(scaled[i]).isEqualTo(SCALING.scale(plain[i]));
    }
    assertThat(scaled[0]).isEqualTo(1);
    assertThat(scaled[7]).isEqualTo(plain[7] / 8);
  }
}
