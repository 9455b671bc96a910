package dev.belay.measure.drift;

import java.util.SplittableRandom;

/**
 * A random prompt with a finite set of completions, and a random policy on it.
 *
 * @param q the reference, above 0, shape {@code [completions]}
 * @param g rewards
 * @param s safety, in [0, 1]
 * @param beta the coefficient
 * @param pi any policy: what training could have come to
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record RandomPrompt(double[] q, double[] g, double[] s, double beta, double[] pi) {
  private static final int MOST_ATOMS = 10;

  /** 2 to 10 completions, Dirichlet laws, t from 1e-3 to 300. */
  static RandomPrompt draw(SplittableRandom random) {
    int atoms = random.nextInt(2, MOST_ATOMS + 1);
    double[] q = dirichlet(random, atoms, logUniform(random, 0.05, 5));
    double[] g = values(random, atoms);
    double[] s = safety(random, g);
    return new RandomPrompt(q, g, s, 1 / logUniform(random, 1e-3, 300), policy(random, q));
  }

  /** All that is equally likely, on a scale of logarithms. */
  static double logUniform(SplittableRandom random, double low, double high) {
    return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
  }

  /** A law of the symmetric Dirichlet family. */
  static double[] dirichlet(SplittableRandom random, int atoms, double concentration) {
    double[] logs = new double[atoms];
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < atoms; i++) {
      // A gamma variate, by that of one more and a power of a uniform one.
      double gamma = gammaAboveOne(random, concentration + 1);
      logs[i] = Math.log(gamma) + Math.log(1 - random.nextDouble()) / concentration;
      top = Math.max(top, logs[i]);
    }
    double sum = 0;
    double[] law = new double[atoms];
    for (int i = 0; i < atoms; i++) {
      law[i] = Math.exp(Math.max(-600, logs[i] - top));
      sum += law[i];
    }
    for (int i = 0; i < atoms; i++) {
      law[i] /= sum;
    }
    return law;
  }

  /** Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000. */
  private static double gammaAboveOne(SplittableRandom random, double shape) {
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        if (Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
          return d * v;
        }
      }
    }
  }

  /** Binary, on three levels, or graded. */
  private static double[] values(SplittableRandom random, int atoms) {
    int kind = random.nextInt(3);
    double[] values = new double[atoms];
    for (int i = 0; i < atoms; i++) {
      values[i] =
          switch (kind) {
            case 0 -> random.nextInt(2);
            case 1 -> random.nextInt(3) / 2.0;
            default -> random.nextDouble();
          };
    }
    return values;
  }

  /** On its own, or going with the reward or against it, wholly or partly. */
  private static double[] safety(SplittableRandom random, double[] g) {
    double[] s = values(random, g.length);
    int kind = random.nextInt(5);
    double share = random.nextDouble();
    for (int i = 0; i < g.length; i++) {
      s[i] =
          switch (kind) {
            case 0 -> g[i];
            case 1 -> 1 - g[i];
            case 2 -> share * g[i] + (1 - share) * s[i];
            case 3 -> share * (1 - g[i]) + (1 - share) * s[i];
            default -> s[i];
          };
    }
    return s;
  }

  /** A tilt by noise, a mixture, or another law altogether. */
  private static double[] policy(SplittableRandom random, double[] q) {
    int kind = random.nextInt(3);
    if (kind == 0) {
      return dirichlet(random, q.length, logUniform(random, 0.05, 5));
    }
    double scale = logUniform(random, 1e-3, 10);
    double[] other = dirichlet(random, q.length, 1);
    double mix = random.nextDouble();
    double[] policy = new double[q.length];
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      policy[i] =
          kind == 1
              ? q[i] * Math.exp(scale * random.nextGaussian())
              : mix * q[i] + (1 - mix) * other[i];
      sum += policy[i];
    }
    for (int i = 0; i < q.length; i++) {
      policy[i] /= sum;
    }
    return policy;
  }

  /** The mean of values under a law. */
  static double mean(double[] law, double[] values) {
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      sum += law[i] * values[i];
    }
    return sum;
  }

  /** The mean of {@code 1 − s}, with digits that 1 less the mean would lose. */
  static double meanRest(double[] law, double[] s) {
    double sum = 0;
    for (int i = 0; i < law.length; i++) {
      sum += law[i] * (1 - s[i]);
    }
    return sum;
  }

  /** The largest less the smallest value. */
  static double range(double[] values) {
    double low = values[0];
    double high = values[0];
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low;
  }
}
