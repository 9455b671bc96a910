package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static float exp(float x) {
    return Lanes.exp(FloatVector.broadcast(Lanes.F, x)).lane(Lanes.WIDTH - 1);
  }

  @Test
  void expIsExactToAFewUnitsInTheLastPlace() {
    for (float x = -87; x <= 88; x += 0.0137f) {
      double expected = Math.exp(x);
      assertThat(exp(x) / expected).as("exp(%s)", x).isCloseTo(1, within(3e-7));
    }
    assertThat(exp(0)).isEqualTo(1);
  }

  @Test
  void expStaysFiniteAtTheEnds() {
    assertThat(exp(-1e30f)).isBetween(0f, 2e-38f);
    assertThat(exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 2e-38f);
    assertThat(exp(1e30f)).isFinite().isGreaterThan(1e38f);
  }

  /** Every bfloat16 that is not NaN comes back as it was. */
  @Test
  void everyBfloat16SurvivesTheRoundTrip() {
    try (Arena arena = Arena.ofConfined()) {
      long from = arena.allocate(Lanes.WIDTH * 2L, 64).address();
      long to = arena.allocate(Lanes.WIDTH * 2L, 64).address();
      for (int first = 0; first < 1 << 16; first += Lanes.WIDTH) {
        for (int lane = 0; lane < Lanes.WIDTH; lane++) {
          float value = Float.intBitsToFloat((first + lane) << 16);
          NativeMemory.setBfloat16(from + lane * 2L, Float.isNaN(value) ? 0 : value);
        }
        Lanes.storeBfloat16(to, Lanes.loadBfloat16(from));
        for (int lane = 0; lane < Lanes.WIDTH; lane++) {
          assertThat(bits(to + lane * 2L)).isEqualTo(bits(from + lane * 2L));
        }
      }
    }
  }

  private static int bits(long address) {
    return Float.floatToRawIntBits(NativeMemory.getBfloat16(address));
  }

  /** 1 + 2^-8 lies between 1 and the next bfloat16 1 + 2^-7: the even one, 1, wins. */
  @Test
  void roundsToNearestAndTiesToEven() {
    float step = 0x1p-7f;
    assertRounds(1 + step / 2, 1);
    assertRounds(1 + step / 2 + 0x1p-20f, 1 + step);
    assertRounds(1 + step + step / 2, 1 + 2 * step);
    assertRounds(-1 - step / 2, -1);
    assertRounds(3.4e38f, Float.POSITIVE_INFINITY);
  }

  private static void assertRounds(float value, float expected) {
    try (Arena arena = Arena.ofConfined()) {
      Floats vector = Floats.zeros(arena, ComputeType.BFLOAT16, Lanes.WIDTH);
      Lanes.storeBfloat16(vector.address(), FloatVector.broadcast(Lanes.F, value));
      assertThat(vector.get(0)).isEqualTo(expected);
      assertThat(vector.get(Lanes.WIDTH - 1)).isEqualTo(expected);
      vector.set(0, value);
      assertThat(vector.get(0)).isEqualTo(expected);
    }
  }
}
