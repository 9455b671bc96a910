package dev.belay.torch.generate;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The logits of one row in fp32, {@code [V]}, with the sums that sampling needs. */
final class LogitRow {

  /** Tokens whose weights are summed in fp32; blocks are added up in double precision. */
  static final int BLOCK = 512;

  private final int size;
  private final long address;

  LogitRow(Arena arena, int vocabularySize) {
    this.size = vocabularySize;
    this.address = arena.allocate(vocabularySize * 4L, 64).address();
  }

  int size() {
    return size;
  }

  int blocks() {
    return (size + BLOCK - 1) / BLOCK;
  }

  /** Takes over logits of the compute type. */
  void set(ComputeType type, long logits) {
    Rows.widen(type, logits, address, size);
  }

  float get(int tokenId) {
    return NativeMemory.getFloat(address + tokenId * 4L);
  }

  /** The greatest logit; NaN if any is. */
  float max() {
    int bound = F.loopBound(size);
    FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < bound; i += WIDTH) {
      max = max.max(Lanes.loadFloat(address + i * 4L));
    }
    float result = max.reduceLanes(VectorOperators.MAX);
    for (int i = bound; i < size; i++) {
      result = Math.max(result, get(i));
    }
    return result;
  }

  /** The lowest token id with this logit. */
  int indexOf(float logit) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      VectorMask<Float> equal = Lanes.loadFloat(address + i * 4L).eq(logit);
      if (equal.anyTrue()) {
        return i + equal.firstTrue();
      }
    }
    for (int i = bound; i < size; i++) {
      if (get(i) == logit) {
        return i;
      }
    }
    throw new IllegalArgumentException("no logit is " + logit);
  }

  /**
   * Sums {@code exp((logit - max) * inverseTemperature)} over each block of {@link #BLOCK} tokens.
   *
   * @param sums receives {@link #blocks()} sums
   * @return their total
   */
  double sumWeights(float max, float inverseTemperature, double[] sums) {
    double total = 0;
    for (int block = 0; block < blocks(); block++) {
      int start = block * BLOCK;
      int end = Math.min(start + BLOCK, size);
      sums[block] = blockSum(start, end, max, inverseTemperature);
      total += sums[block];
    }
    return total;
  }

  private double blockSum(int start, int end, float max, float inverseTemperature) {
    int bound = start + F.loopBound(end - start);
    FloatVector sum = FloatVector.zero(F);
    for (int i = start; i < bound; i += WIDTH) {
      FloatVector scaled = Lanes.loadFloat(address + i * 4L).sub(max).mul(inverseTemperature);
      sum = sum.add(Lanes.exp(scaled));
    }
    double total = Lanes.sum(sum);
    for (int i = bound; i < end; i++) {
      total += Math.exp((get(i) - max) * inverseTemperature);
    }
    return total;
  }

  /**
   * Collects the tokens with at least this logit.
   *
   * @param tokenIds receives them in ascending order, room for {@code [V]}
   * @return how many
   */
  int select(float threshold, int[] tokenIds) {
    int count = 0;
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      long hits = Lanes.loadFloat(address + i * 4L).compare(VectorOperators.GE, threshold).toLong();
      for (; hits != 0; hits &= hits - 1) {
        tokenIds[count++] = i + Long.numberOfTrailingZeros(hits);
      }
    }
    for (int i = bound; i < size; i++) {
      if (get(i) >= threshold) {
        tokenIds[count++] = i;
      }
    }
    return count;
  }
}
