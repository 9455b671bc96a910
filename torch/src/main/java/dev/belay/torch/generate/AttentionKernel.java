package dev.belay.torch.generate;

import static dev.belay.torch.generate.CacheLayout.TOKENS;
import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Attention of one position's query heads that share a key and value head over positions up to its
 * own, with its own scratch memory: one for each worker. What a row gets depends on that row's
 * cache alone.
 */
final class AttentionKernel {

  private final CacheLayout layout;
  private final int queries;
  private final int stride;
  private final long scores;
  private final long sums;
  private final float[] inverseTotals;

  /**
   * @param queries query heads to a key and value head
   * @param maxPositions longest sequence
   */
  AttentionKernel(Arena arena, CacheLayout layout, int queries, int maxPositions) {
    this.layout = layout;
    this.queries = queries;
    this.stride = CacheLayout.blocks(maxPositions) * TOKENS;
    this.scores = arena.allocate((long) queries * stride * 4, 64).address();
    this.sums = arena.allocate((long) queries * layout.headSize() * 4, 64).address();
    this.inverseTotals = new float[queries];
  }

  /**
   * {@code out = softmax(query · keysᵀ) · values}.
   *
   * @param query address of {@code [queries][D]} fp32, already scaled by {@code 1/sqrt(D)}
   * @param blocks addresses of the sequence's cache blocks
   * @param first first position to attend to
   * @param length after the last, the row's own
   * @param out address of {@code [queries][D]} in the compute type
   */
  void attend(long query, long[] blocks, int first, int length, int layer, int head, long out) {
    int start = first / TOKENS * TOKENS;
    score(query, blocks, start, length, layout.keys(layer, head));
    for (int j = 0; j < queries; j++) {
      long own = scores + ((long) j * stride + start) * 4;
      inverseTotals[j] = exponentiate(own, first - start, length - start);
    }
    NativeMemory.zero(sums, (long) queries * layout.headSize() * 4);
    sum(blocks, first, length, layout.values(layer, head));
    finish(out);
  }

  private void score(long query, long[] blocks, int start, int length, long offset) {
    int size = layout.headSize();
    for (int block = start / TOKENS; block * TOKENS < length; block++) {
      long keys = blocks[block] + offset;
      for (int t = 0; t < TOKENS; t += 2 * WIDTH) {
        long target = scores + (block * TOKENS + t) * 4L;
        int j = 0;
        for (; j + 3 <= queries; j += 3) {
          score3(
              layout.type(), query + (long) j * size * 4, size, keys, t, target(target, j), stride);
        }
        for (; j < queries; j++) {
          score1(layout.type(), query + (long) j * size * 4, size, keys, t, target(target, j));
        }
      }
    }
  }

  private long target(long base, int j) {
    return base + (long) j * stride * 4;
  }

  /** Scores of three heads at {@code 2 * WIDTH} positions from {@code t}. */
  private static void score3(
      ComputeType type, long query, int size, long keys, int t, long out, int stride) {
    FloatVector a0 = FloatVector.zero(F);
    FloatVector a1 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector c0 = a0;
    FloatVector c1 = a0;
    for (int d = 0; d < size; d++) {
      FloatVector k0 = Elements.load(type, keys, d * TOKENS + t);
      FloatVector k1 = Elements.load(type, keys, d * TOKENS + t + WIDTH);
      FloatVector a = broadcast(query + d * 4L);
      FloatVector b = broadcast(query + (d + size) * 4L);
      FloatVector c = broadcast(query + (d + 2 * size) * 4L);
      a0 = k0.fma(a, a0);
      a1 = k1.fma(a, a1);
      b0 = k0.fma(b, b0);
      b1 = k1.fma(b, b1);
      c0 = k0.fma(c, c0);
      c1 = k1.fma(c, c1);
    }
    store(out, a0, a1);
    store(out + stride * 4L, b0, b1);
    store(out + stride * 8L, c0, c1);
  }

  /** Scores of one head at {@code 2 * WIDTH} positions from {@code t}. */
  private static void score1(ComputeType type, long query, int size, long keys, int t, long out) {
    FloatVector a0 = FloatVector.zero(F);
    FloatVector a1 = a0;
    for (int d = 0; d < size; d++) {
      FloatVector a = broadcast(query + d * 4L);
      a0 = Elements.load(type, keys, d * TOKENS + t).fma(a, a0);
      a1 = Elements.load(type, keys, d * TOKENS + t + WIDTH).fma(a, a1);
    }
    store(out, a0, a1);
  }

  private static FloatVector broadcast(long address) {
    return FloatVector.broadcast(F, NativeMemory.getFloat(address));
  }

  private static void store(long out, FloatVector first, FloatVector second) {
    Lanes.storeFloat(out, first);
    Lanes.storeFloat(out + WIDTH * 4L, second);
  }

  /**
   * Replaces scores by {@code exp(score - max)}, those before {@code first} and past {@code length}
   * by next to nothing; returns one over their sum.
   */
  private static float exponentiate(long scores, int first, int length) {
    int end = CacheLayout.blocks(length) * TOKENS;
    hide(scores, 0, first);
    hide(scores, length, end);
    float max = max(scores, end);
    return 1f / exponentials(scores, end, max);
  }

  private static void hide(long scores, int from, int to) {
    for (int t = from; t < to; t++) {
      NativeMemory.setFloat(scores + t * 4L, Float.NEGATIVE_INFINITY);
    }
  }

  private static float max(long scores, int end) {
    FloatVector max = Lanes.loadFloat(scores);
    for (int t = WIDTH; t < end; t += WIDTH) {
      max = max.max(Lanes.loadFloat(scores + t * 4L));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  private static float exponentials(long scores, int end, float max) {
    FloatVector total = FloatVector.zero(F);
    for (int t = 0; t < end; t += WIDTH) {
      FloatVector e = Lanes.exp(Lanes.loadFloat(scores + t * 4L).sub(max));
      Lanes.storeFloat(scores + t * 4L, e);
      total = total.add(e);
    }
    return Lanes.sum(total);
  }

  private void sum(long[] blocks, int first, int length, long offset) {
    for (int block = first / TOKENS; block * TOKENS < length; block++) {
      int from = Math.max(0, first - block * TOKENS);
      int to = Math.min(TOKENS, length - block * TOKENS);
      long values = blocks[block] + offset;
      sumBlock(
          Elements.at(layout.type(), values, (long) from * layout.headSize()),
          scores + (block * TOKENS + from) * 4L,
          to - from);
    }
  }

  private void sumBlock(long values, long weights, int tokens) {
    int size = layout.headSize();
    int pairs = size - size % (2 * WIDTH);
    for (int d = 0; d < pairs; d += 2 * WIDTH) {
      int j = 0;
      for (; j + 3 <= queries; j += 3) {
        sum3(layout.type(), values, d, size, target(weights, j), stride, tokens, sumsOf(j, d));
      }
      for (; j < queries; j++) {
        sum1(layout.type(), values, d, size, target(weights, j), tokens, sumsOf(j, d));
      }
    }
    for (int j = 0; j < queries; j++) {
      sumTail(layout.type(), values, pairs, size, target(weights, j), tokens, sumsOf(j, 0));
    }
  }

  private long sumsOf(int j, int d) {
    return sums + ((long) j * layout.headSize() + d) * 4;
  }

  /** Adds weighted values of {@code 2 * WIDTH} columns from {@code d} to three heads' sums. */
  private static void sum3(
      ComputeType type,
      long values,
      int d,
      int size,
      long weights,
      int stride,
      int tokens,
      long sums) {
    long sumsB = sums + size * 4L;
    long sumsC = sums + size * 8L;
    FloatVector a0 = Lanes.loadFloat(sums);
    FloatVector a1 = Lanes.loadFloat(sums + WIDTH * 4L);
    FloatVector b0 = Lanes.loadFloat(sumsB);
    FloatVector b1 = Lanes.loadFloat(sumsB + WIDTH * 4L);
    FloatVector c0 = Lanes.loadFloat(sumsC);
    FloatVector c1 = Lanes.loadFloat(sumsC + WIDTH * 4L);
    for (int t = 0; t < tokens; t++) {
      FloatVector v0 = Elements.load(type, values, t * size + d);
      FloatVector v1 = Elements.load(type, values, t * size + d + WIDTH);
      FloatVector a = broadcast(weights + t * 4L);
      FloatVector b = broadcast(weights + (t + stride) * 4L);
      FloatVector c = broadcast(weights + (t + 2 * stride) * 4L);
      a0 = v0.fma(a, a0);
      a1 = v1.fma(a, a1);
      b0 = v0.fma(b, b0);
      b1 = v1.fma(b, b1);
      c0 = v0.fma(c, c0);
      c1 = v1.fma(c, c1);
    }
    store(sums, a0, a1);
    store(sumsB, b0, b1);
    store(sumsC, c0, c1);
  }

  /** As {@link #sum3} for one head. */
  private static void sum1(
      ComputeType type, long values, int d, int size, long weights, int tokens, long sums) {
    FloatVector a0 = Lanes.loadFloat(sums);
    FloatVector a1 = Lanes.loadFloat(sums + WIDTH * 4L);
    for (int t = 0; t < tokens; t++) {
      FloatVector a = broadcast(weights + t * 4L);
      a0 = Elements.load(type, values, t * size + d).fma(a, a0);
      a1 = Elements.load(type, values, t * size + d + WIDTH).fma(a, a1);
    }
    store(sums, a0, a1);
  }

  /** Columns from {@code start} that fill no pair of vectors. */
  private static void sumTail(
      ComputeType type, long values, int start, int size, long weights, int tokens, long sums) {
    for (int d = start; d < size; d++) {
      float total = NativeMemory.getFloat(sums + d * 4L);
      for (int t = 0; t < tokens; t++) {
        float weight = NativeMemory.getFloat(weights + t * 4L);
        total += weight * Elements.get(type, values, (long) t * size + d);
      }
      NativeMemory.setFloat(sums + d * 4L, total);
    }
  }

  private void finish(long out) {
    int size = layout.headSize();
    ComputeType type = layout.type();
    for (int j = 0; j < queries; j++) {
      long target = Elements.at(type, out, (long) j * size);
      store(type, sumsOf(j, 0), inverseTotals[j], target, size);
    }
  }

  private static void store(ComputeType type, long sums, float scale, long out, int size) {
    int bound = F.loopBound(size);
    for (int d = 0; d < bound; d += WIDTH) {
      Elements.store(type, out, d, Lanes.loadFloat(sums + d * 4L).mul(scale));
    }
    for (int d = bound; d < size; d++) {
      Elements.set(type, out, d, NativeMemory.getFloat(sums + d * 4L) * scale);
    }
  }
}
