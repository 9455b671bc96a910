package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.TensorScope;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class RandomRoundingTest {

  /** The last bit of an fp32 number that is one of bfloat16. */
  private static final int LAST = 1 << 16;

  private static int[] rounded(String name, int... bits) {
    float[] values = new float[bits.length];
    try (TensorScope _ = new TensorScope()) {
      Tensor tensor = torch.zeros(bits.length);
      for (int i = 0; i < bits.length; i++) {
        tensor.data_ptr_float().put(i, Float.intBitsToFloat(bits[i]));
      }
      RandomRounding.toBfloat16(tensor, name);
      tensor.data_ptr_float().get(values);
    }
    int[] after = new int[bits.length];
    for (int i = 0; i < bits.length; i++) {
      after[i] = Float.floatToRawIntBits(values[i]);
    }
    return after;
  }

  private static int[] repeated(int bits, int count) {
    int[] all = new int[count];
    Arrays.fill(all, bits);
    return all;
  }

  @Test
  void whatBfloat16HasStaysAsItIs() {
    int[] exact = {0x3f80_0000, 0x8000_0000, 0xbf81_0000, 0x0001_0000, 0x7f7f_0000, 0x7f80_0000};
    assertThat(rounded("w", exact)).containsExactly(exact);
  }

  /** Added to, the bits of the first would be those of another sign. */
  @Test
  void whatIsNoNumberStaysNone() {
    for (int bits : rounded("w", 0x7fff_ffff, 0x7f80_0001, 0xffff_ffff)) {
      assertThat(Float.intBitsToFloat(bits)).isNaN();
    }
  }

  @Test
  void aNumberBetweenGoesToOneOfItsNeighboursAsOftenAsItIsNear() {
    int below = 0xbf81_0000;
    int[] after = rounded("w", repeated(below + LAST / 4, 40_000));
    int up = 0;
    for (int bits : after) {
      assertThat(bits).isIn(below, below + LAST);
      up += bits == below ? 0 : 1;
    }
    assertThat(up / 40_000.0).isCloseTo(.25, within(.01)); // 4.6 standard errors
  }

  @Test
  void whatIsDrawnFollowsFromTheName() {
    int[] between = repeated(0x3f80_8000, 64);
    assertThat(rounded("w", between)).containsExactly(rounded("w", between));
    assertThat(rounded("v", between)).isNotEqualTo(rounded("w", between));
  }
}
