package dev.belay.measure.coverage;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.StandardNormal;
import java.util.SplittableRandom;

/** What several experiments draw and compute. */
final class Draws {
  private Draws() {}

  static long binomial(SplittableRandom random, long n, double p) {
    long hits = 0;
    for (long i = 0; i < n; i++) {
      hits += random.nextDouble() < p ? 1 : 0;
    }
    return hits;
  }

  static int bernoulli(SplittableRandom random, double p) {
    return random.nextDouble() < p ? 1 : 0;
  }

  /** The normal interval, which nothing in Belay uses: to be compared with. */
  static Interval normal(double center, double standardError, double confidence) {
    double radius = StandardNormal.twoSidedCritical(confidence) * standardError;
    return new Interval(center - radius, center + radius, confidence);
  }
}
