package dev.belay.core.objective;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One completion of a policy-gradient batch, shapes {@code [T]}.
 *
 * @param advantages one a token
 * @param oldLogProbs log-probs under the policy that sampled it; null when that is the policy in
 *     training before its update (the ratio is then exactly 1 and need not be computed)
 * @param refLogProbs log-probs under the reference, scored before the update; null when the loss
 *     has no sampled KL, or takes them from its own pass
 * @param completionMask true where the token counts in the loss
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record PolicySequence(
    double[] advantages,
    float @Nullable [] oldLogProbs,
    float @Nullable [] refLogProbs,
    boolean[] completionMask) {

  // Written out: the compact form loses the annotations of array types in the class file.
  public PolicySequence(
      double[] advantages,
      float @Nullable [] oldLogProbs,
      float @Nullable [] refLogProbs,
      boolean[] completionMask) {
    requireLength(advantages.length, completionMask.length, "mask");
    if (oldLogProbs != null) {
      requireLength(advantages.length, oldLogProbs.length, "old log-probs");
    }
    if (refLogProbs != null) {
      requireLength(advantages.length, refLogProbs.length, "reference log-probs");
    }
    this.advantages = advantages;
    this.oldLogProbs = oldLogProbs;
    this.refLogProbs = refLogProbs;
    this.completionMask = completionMask;
  }

  private static void requireLength(int tokens, int found, String what) {
    if (found != tokens) {
      throw new IllegalArgumentException(
          "%d advantages but %d entries in the %s".formatted(tokens, found, what));
    }
  }

  /** A completion whose tokens share one advantage and all count. */
  public static PolicySequence uniform(
      double advantage,
      int tokens,
      float @Nullable [] oldLogProbs,
      float @Nullable [] refLogProbs) {
    double[] advantages = new double[tokens];
    Arrays.fill(advantages, advantage);
    boolean[] mask = new boolean[tokens];
    Arrays.fill(mask, true);
    return new PolicySequence(advantages, oldLogProbs, refLogProbs, mask);
  }

  /** Number of tokens, T. */
  public int length() {
    return advantages.length;
  }

  /** Number of tokens that count. */
  public int countedTokens() {
    int counted = 0;
    for (boolean counts : completionMask) {
      counted += counts ? 1 : 0;
    }
    return counted;
  }
}
