package dev.belay.verify.puzzle.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * Chance that is the same on every machine and for ever: SplitMix64 (Steele et al. 2014, OOPSLA).
 */
public final class Draw {

  private long state;

  /** Everything that is drawn follows from the seed. */
  public Draw(long seed) {
    this.state = seed;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A whole number from {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    if (most < least) {
      throw new IllegalArgumentException("nothing lies between " + least + " and " + most);
    }
    long range = (long) most - least + 1;
    return (int) (least + Math.unsignedMultiplyHigh(next(), range));
  }

  /** Heads of a fair coin. */
  public boolean chance() {
    return next() < 0;
  }

  /** True one time in four. */
  public boolean rarely() {
    return between(1, 4) == 1;
  }

  /** One of several. */
  public <T> T of(List<T> all) {
    return all.get(between(0, all.size() - 1));
  }

  /** In random order. */
  public <T> List<T> shuffled(List<T> all) {
    List<T> shuffled = new ArrayList<>(all);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = between(0, i);
      T kept = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, kept);
    }
    return shuffled;
  }

  /** Different ones, in random order. */
  public <T> List<T> some(List<T> all, int count) {
    return List.copyOf(shuffled(all).subList(0, count));
  }

  /** Different whole numbers from {@code least} to {@code most}, in random order. */
  public List<Integer> numbers(int count, int least, int most) {
    if (most - least + 1 < count) {
      throw new IllegalArgumentException("too few numbers between " + least + " and " + most);
    }
    List<Integer> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      int number = between(least, most);
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
