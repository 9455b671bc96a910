package dev.belay.torch.generate;

/**
 * Uniform numbers by position instead of by state: the t-th number of a seed is always the same,
 * whatever else was drawn. The hash is SplitMix64's (Steele, Lea and Flood 2014, fig. 14).
 */
final class CounterRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** A number in [0, 1), a multiple of 2^-53. */
  static double uniform(long seed, int position) {
    long bits = mix(mix(seed) + (position + 1) * GOLDEN_GAMMA);
    return (bits >>> 11) * 0x1p-53;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
