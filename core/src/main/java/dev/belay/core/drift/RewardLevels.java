package dev.belay.core.drift;

import java.util.Map;
import java.util.TreeMap;

/**
 * Safety given the reward, under the reference (drift specification §1): what decides whether the
 * optimum moves safety, and which way. Conditions are those of one prompt; pooled over prompts they
 * say nothing.
 *
 * @param rewards the values that the reward takes, ascending, shape {@code [levels]}
 * @param mass probability of each
 * @param safety expected safety of each
 * @param mean safety over all
 */
@SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked; not compared.
public record RewardLevels(double[] rewards, double[] mass, double[] safety, double mean) {

  /**
   * From the reference.
   *
   * @param ref probabilities, shape {@code [completions]}; completions with 0 are left out
   * @param g rewards, finite
   * @param s safety, in [0, 1]
   */
  public static RewardLevels of(double[] ref, double[] g, double[] s) {
    Require require = Require.section("1");
    require.sameLength("ref, g and s", ref.length, g.length, s.length);
    double[] q = require.normalised("ref", ref);
    require.allFinite("g", g);
    require.allProbabilities("s", s);
    Map<Double, double[]> levels = new TreeMap<>();
    for (int i = 0; i < q.length; i++) {
      if (q[i] > 0) {
        double[] sums = levels.computeIfAbsent(g[i] + 0.0, _ -> new double[2]);
        sums[0] += q[i];
        sums[1] += q[i] * s[i];
      }
    }
    double[] rewards = new double[levels.size()];
    double[] mass = new double[levels.size()];
    double[] safety = new double[levels.size()];
    int level = 0;
    for (Map.Entry<Double, double[]> each : levels.entrySet()) {
      rewards[level] = each.getKey();
      mass[level] = each.getValue()[0];
      safety[level] = Math.min(1, each.getValue()[1] / each.getValue()[0]);
      level++;
    }
    return new RewardLevels(rewards, mass, safety, FiniteLaw.mean(q, s));
  }

  /** The largest less the smallest reward. */
  public double range() {
    return rewards[rewards.length - 1] - rewards[0];
  }

  /** The largest less the smallest expected safety of a level: 0 says that no optimum drifts. */
  public double osc() {
    double low = 1;
    double high = 0;
    for (double each : safety) {
      low = Math.min(low, each);
      high = Math.max(high, each);
    }
    return high - low;
  }

  /** {@code Var_q E[s | g]}. */
  public double varianceOfMeans() {
    return FiniteLaw.variance(mass, FiniteLaw.centred(mass, safety));
  }

  /**
   * {@code Cov_q(g, s)}. Its sign is that of the drift for a binary reward at every coefficient;
   * for a graded one only at large coefficients.
   */
  public double covariance() {
    double[] centred = FiniteLaw.centred(mass, safety);
    double sum = 0;
    for (int level = 0; level < rewards.length; level++) {
      sum += mass[level] * (rewards[level] - rewards[0]) * centred[level];
    }
    return sum;
  }

  /**
   * {@code Cov_q(1[g > c], s)} between neighbouring levels, shape {@code [levels − 1]}. If all are
   * 0 or more, safety rises at every coefficient; if all are 0 or less, it falls (§1.5).
   */
  public double[] upperCovariances() {
    double[] centred = FiniteLaw.centred(mass, safety);
    double[] upper = new double[Math.max(0, rewards.length - 1)];
    double sum = 0;
    for (int level = rewards.length - 1; level > 0; level--) {
      sum += mass[level] * centred[level];
      upper[level - 1] = sum;
    }
    return upper;
  }
}
