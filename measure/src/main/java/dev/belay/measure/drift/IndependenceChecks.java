package dev.belay.measure.drift;

import dev.belay.core.drift.TiltedOptimum;
import java.util.SplittableRandom;

/** Section 1.3: reward and safety that do not depend on each other. */
final class IndependenceChecks {
  private IndependenceChecks() {}

  /** A product law of up to four rewards and up to three levels of safety: no drift. */
  static void check(SplittableRandom random, double beta, Slacks slacks) {
    int rewards = random.nextInt(2, 5);
    int levels = random.nextInt(2, 4);
    double[] ofReward = RandomPrompt.dirichlet(random, rewards, 1);
    double[] ofSafety = RandomPrompt.dirichlet(random, levels, 1);
    double[] q = new double[rewards * levels];
    double[] g = new double[q.length];
    double[] s = new double[q.length];
    for (int i = 0; i < rewards; i++) {
      double reward = random.nextDouble();
      for (int j = 0; j < levels; j++) {
        q[i * levels + j] = ofReward[i] * ofSafety[j];
        g[i * levels + j] = reward;
        s[i * levels + j] = j / (levels - 1.0);
      }
    }
    slacks.equal("1.3 independent: no drift", TiltedOptimum.of(q, g, s, beta).drift(), 0);
  }
}
