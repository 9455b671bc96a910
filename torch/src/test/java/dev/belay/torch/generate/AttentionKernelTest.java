package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionKernelTest {

  private static final int HEADS = 2;
  private static final int LAYERS = 2;

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 64, 3",
    "BFLOAT16, 64, 3",
    "FLOAT32, 16, 1",
    "FLOAT32, 80, 2",
    "BFLOAT16, 128, 4",
    "FLOAT32, 8, 5",
    "FLOAT32, 6, 3",
    "BFLOAT16, 40, 7",
  })
  void equalsTheFormula(ComputeType type, int size, int queries) {
    CacheLayout layout = new CacheLayout(type, LAYERS, HEADS, size);
    Random random = new Random(size);
    try (Arena arena = Arena.ofConfined()) {
      int maxLength = 100;
      long[] blocks = new long[CacheLayout.blocks(maxLength)];
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = arena.allocate(layout.blockBytes(), 64).address();
        fill(random, type, blocks[i], layout.blockBytes() / type.bytes());
      }
      long query = arena.allocate(4L * queries * size, 64).address();
      fill(random, ComputeType.FLOAT32, query, (long) queries * size);
      long out = arena.allocate((long) queries * size * type.bytes(), 64).address();
      AttentionKernel kernel = new AttentionKernel(arena, layout, queries, maxLength);
      for (int length : new int[] {1, 2, 15, 16, 17, 32, 33, 63, 64, 65, 100}) {
        kernel.attend(query, blocks, length, 1, 1, out);
        for (int j = 0; j < queries; j++) {
          double[] expected = attend(layout, query + 4L * j * size, blocks, length);
          for (int d = 0; d < size; d++) {
            double actual = Elements.get(type, out, (long) j * size + d);
            double tolerance = type == ComputeType.FLOAT32 ? 2e-6 : 0.004 * Math.abs(expected[d]);

            assertThat(actual).isCloseTo(expected[d], offset(tolerance + 1e-6));
          }
        }
      }
    }
  }

  private static void fill(Random random, ComputeType type, long address, long count) {
    for (long i = 0; i < count; i++) {
      Elements.set(type, address, i, (float) random.nextGaussian() * 0.6f);
    }
  }

  /** One query head over the cache of layer 1, head 1, in double precision. */
  private static double[] attend(CacheLayout layout, long query, long[] blocks, int length) {
    int size = layout.headSize();
    double[] weights = new double[length];
    double total = 0;
    for (int t = 0; t < length; t++) {
      long keys = blocks[t / CacheLayout.TOKENS] + layout.keys(1, 1);
      double score = 0;
      for (int d = 0; d < size; d++) {
        long index = (long) d * CacheLayout.TOKENS + t % CacheLayout.TOKENS;
        score += NativeMemory.getFloat(query + d * 4L) * Elements.get(layout.type(), keys, index);
      }
      weights[t] = Math.exp(score);
      total += weights[t];
    }
    double[] result = new double[size];
    for (int t = 0; t < length; t++) {
      long values = blocks[t / CacheLayout.TOKENS] + layout.values(1, 1);
      for (int d = 0; d < size; d++) {
        long index = (long) (t % CacheLayout.TOKENS) * size + d;
        result[d] += weights[t] / total * Elements.get(layout.type(), values, index);
      }
    }
    return result;
  }
}
