package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * A tree of two decisions, the second of which succeeds or fails, under two ways of holding the
 * policy (drift specification §8.5). The KL in the reward leads to the tilt; a loss of tokens does
 * not credit a token with the KL that comes later, and leads to {@code π(a) ∝ q(a) e^{V(a)/beta}}
 * with V the success under the trained policy itself.
 *
 * @param driftTilt of safety at the tilt
 * @param driftTokenLoss of safety at the fixed point of the loss of tokens
 * @param firstStar law of the first token at the tilt, shape {@code [tokens]}
 * @param firstTokenLoss at that fixed point
 */
@SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked; not compared.
public record TokenLossTree(
    double driftTilt, double driftTokenLoss, double[] firstStar, double[] firstTokenLoss) {

  /**
   * From the reference.
   *
   * @param firstProb law of the first token, shape {@code [tokens]}, adding up to 1
   * @param success after each first token, in [0, 1]
   * @param safety of each first token, in [0, 1]
   * @param beta above 0
   */
  public static TokenLossTree of(
      double[] firstProb, double[] success, double[] safety, double beta) {
    Require require = Require.section("8.5");
    require.sameLength(
        "firstProb, success and safety", firstProb.length, success.length, safety.length);
    double[] q = require.normalised("firstProb", firstProb);
    require.allProbabilities("success", success);
    require.allProbabilities("safety", safety);
    require.positive("beta", beta);
    double t = 1 / beta;
    double[] soft = new double[q.length];
    double[] failure = new double[q.length];
    for (int a = 0; a < q.length; a++) {
      double h = success[a];
      // log((1 − h) + h e^t) − t, and the failures that the trained second decision leaves.
      soft[a] =
          h > 0.5 ? Math.log1p((1 - h) * Math.expm1(-t)) : Math.log(h + (1 - h) * Math.exp(-t));
      if (h == 0) {
        soft[a] = -t;
      }
      failure[a] = -Logistic.lowered(1 - h, h, t);
    }
    double[] star = tilted(q, soft, 1);
    double[] token = tilted(q, failure, beta);
    return new TokenLossTree(drift(q, star, safety), drift(q, token, safety), star, token);
  }

  private static double[] tilted(double[] q, double[] scores, double beta) {
    Support support = Support.of(q);
    FiniteLaw law = new FiniteLaw(support.kept(q), support.kept(scores), beta);
    double[] tilted = new double[law.size()];
    for (int i = 0; i < tilted.length; i++) {
      tilted[i] = law.tilted(i);
    }
    return support.spread(tilted);
  }

  private static double drift(double[] q, double[] policy, double[] safety) {
    double[] centred = FiniteLaw.centred(q, safety);
    Summation sum = new Summation();
    for (int a = 0; a < q.length; a++) {
      sum.add((policy[a] - q[a]) * centred[a]);
    }
    return sum.value();
  }
}
