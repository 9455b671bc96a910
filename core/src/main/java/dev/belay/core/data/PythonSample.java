package dev.belay.core.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What CPython's {@code random.Random(seed).sample(population, k)} draws, call after call, so that
 * few-shot examples are those that lm-evaluation-harness draws. The generator is MT19937 (Matsumoto
 * and Nishimura 1998), seeded by {@code init_by_array}.
 */
public final class PythonSample {

  private static final int SIZE = 624;
  private static final int SHIFT = 397;

  private final int[] state = new int[SIZE];
  private int used = SIZE;

  /** A generator with a seed of Python's; not negative. */
  public PythonSample(long seed) {
    if (seed < 0) {
      throw new IllegalArgumentException("a seed is 0 or more, was " + seed);
    }
    boolean isShort = seed >>> Integer.SIZE == 0;
    seedBy(
        isShort ? new int[] {(int) seed} : new int[] {(int) seed, (int) (seed >>> Integer.SIZE)});
  }

  private void seedBy(int[] key) {
    state[0] = 19650218;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
    int i = 1;
    int j = 0;
    for (int k = Math.max(SIZE, key.length); k > 0; k--) {
      state[i] = (state[i] ^ (mixed(i) * 1664525)) + key[j] + j;
      i = next(i);
      j = (j + 1) % key.length;
    }
    for (int k = SIZE - 1; k > 0; k--) {
      state[i] = (state[i] ^ (mixed(i) * 1566083941)) - i;
      i = next(i);
    }
    state[0] = 0x80000000;
  }

  private int mixed(int i) {
    return state[i - 1] ^ (state[i - 1] >>> 30);
  }

  private int next(int i) {
    if (i + 1 < SIZE) {
      return i + 1;
    }
    state[0] = state[SIZE - 1];
    return 1;
  }

  private int nextInt() {
    if (used == SIZE) {
      refill();
    }
    int y = state[used++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void refill() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
    used = 0;
  }

  private int below(int bound) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(bound);
    int drawn = nextInt() >>> (Integer.SIZE - bits);
    while (drawn >= bound) {
      drawn = nextInt() >>> (Integer.SIZE - bits);
    }
    return drawn;
  }

  /** Draws {@code count} elements without replacement, in the order in which they are drawn. */
  public <T> List<T> sample(List<T> population, int count) {
    int size = population.size();
    if (count < 0 || count > size) {
      throw new IllegalArgumentException("cannot draw %d of %d".formatted(count, size));
    }
    return size <= poolSize(count) ? fromPool(population, count) : apart(population, count);
  }

  /** Up to this size Python copies the population; the power is of a floating-point logarithm. */
  private static long poolSize(int count) {
    long size = 21;
    if (count > 5) {
      size += (long) Math.pow(4, Math.ceil(Math.log(count * 3.0) / Math.log(4)));
    }
    return size;
  }

  private <T> List<T> fromPool(List<T> population, int count) {
    List<T> pool = new ArrayList<>(population);
    List<T> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int j = below(pool.size() - i);
      drawn.add(pool.get(j));
      pool.set(j, pool.get(pool.size() - i - 1));
    }
    return drawn;
  }

  private <T> List<T> apart(List<T> population, int count) {
    Set<Integer> taken = new HashSet<>();
    List<T> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      int j = below(population.size());
      if (taken.add(j)) {
        drawn.add(population.get(j));
      }
    }
    return drawn;
  }
}
