package dev.belay.core.objective;

import java.util.Objects;

/**
 * What makes up for a rollout that was sampled by another law than the trainer computes: each
 * token's loss counts {@code w = π_old / π_sampled} times, a constant. With Belay's one engine w is
 * 1 but for rounding; the weights bound what rounding, or a sampler elsewhere, can do.
 *
 * <p>The conventions of the peers: truncated importance sampling caps at 2 (verl, open-instruct);
 * TRL masks completions whose w, by the sum, is above 3; IcePop masks tokens outside an interval.
 *
 * @param level what w is of: a token, or its whole completion
 * @param mode what becomes of a w outside the bounds
 * @param floor lower bound, in [0, 1]; 0 for none
 * @param cap upper bound, 1 or more
 */
public record RolloutCorrection(RatioLevel level, Mode mode, double floor, double cap) {

  /** What becomes of a weight outside of its bounds. */
  public enum Mode {
    /** It is set to the bound. */
    TRUNCATE,
    /** It is set to 0: token or completion drop out of the loss. */
    MASK
  }

  public RolloutCorrection {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor must lie in [0, 1], was " + floor);
    }
    if (!(cap >= 1)) {
      throw new IllegalArgumentException("cap must be 1 or more, was " + cap);
    }
  }

  /**
   * The weights of a step.
   *
   * @param batch with the log-probs of the policy before its update
   * @return shape {@code [M]}, 0 or more
   */
  public Weights weights(RolloutBatch batch) {
    float[] old = Objects.requireNonNull(batch.oldLogProbs(), "the old policy was not scored");
    double[] weights = new double[batch.tokens()];
    long outside = 0;
    double sum = 0;
    for (int i = 0; i < batch.completions(); i++) {
      int from = batch.offsets()[i];
      int to = batch.offsets()[i + 1];
      double whole = 0;
      for (int t = from; t < to; t++) {
        whole += (double) old[t] - batch.sampledLogProbs()[t];
      }
      for (int t = from; t < to; t++) {
        double own = (double) old[t] - batch.sampledLogProbs()[t];
        double ratio = Math.exp(level.ofSequence() ? level.ofSum(whole, to - from) : own);
        double bounded = Math.clamp(ratio, floor, cap);
        outside += bounded == ratio ? 0 : 1;
        weights[t] = bounded == ratio || mode == Mode.TRUNCATE ? bounded : 0;
        sum += weights[t];
      }
    }
    int tokens = Math.max(1, weights.length);
    return new Weights(weights, sum / tokens, (double) outside / tokens);
  }

  /**
   * Weights and what to log of them.
   *
   * @param ofTokens shape {@code [M]}
   * @param mean of them
   * @param outsideShare share of tokens whose ratio lay outside of the bounds
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  public record Weights(double[] ofTokens, double mean, double outsideShare) {}
}
