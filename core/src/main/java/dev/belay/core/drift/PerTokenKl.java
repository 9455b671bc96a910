package dev.belay.core.drift;

import dev.belay.core.drift.RefusedInputException.Reason;

/**
 * The exact KL of the next-token laws at the states that a completion visited (drift specification
 * §5, §8.2). Their sum is the Rao–Blackwellised estimate of KL(π ‖ q).
 *
 * @param perStepKl shape {@code [tokens]}, nats
 * @param rbKl its sum
 * @param k1 {@code log π − log q} of the tokens that were drawn, summed
 */
@SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked; not compared.
public record PerTokenKl(double[] perStepKl, double rbKl, double k1) {

  /**
   * From logits.
   *
   * @param piLogits of the policy, shape {@code [tokens, vocabulary]}, at least one token
   * @param refLogits of the reference at the same states
   * @param tokens that were drawn, shape {@code [tokens]}
   */
  public static PerTokenKl of(double[][] piLogits, double[][] refLogits, int[] tokens) {
    check(piLogits, refLogits, tokens);
    double[] kl = new double[tokens.length];
    double sum = 0;
    double k1 = 0;
    for (int step = 0; step < tokens.length; step++) {
      double[] centred = new double[piLogits[step].length];
      kl[step] = kl(piLogits[step], refLogits[step], centred);
      sum += kl[step];
      k1 += centred[tokens[step]] + kl[step];
    }
    return new PerTokenKl(kl, sum, k1);
  }

  /**
   * {@code log E_π e^−c}, c being the differences of logits less their mean under π: the same as
   * {@code E_π (log π − log q)}, without the cancellation of the two normalisers.
   *
   * @param c filled with that
   */
  private static double kl(double[] policy, double[] reference, double[] c) {
    double[] pi = lowered(policy);
    double[] ref = lowered(reference);
    double[] log = logSoftmax(pi);
    double mean = 0;
    for (int i = 0; i < pi.length; i++) {
      mean += Math.exp(log[i]) * (pi[i] - ref[i]);
    }
    double largest = 0;
    for (int i = 0; i < pi.length; i++) {
      c[i] = pi[i] - ref[i] - mean;
      largest = Math.max(largest, Math.abs(c[i]));
    }
    return largest < 1 ? near(log, c) : far(log, c);
  }

  private static double near(double[] log, double[] c) {
    double sum = 0;
    for (int i = 0; i < c.length; i++) {
      sum += Math.exp(log[i]) * (Math.expm1(-c[i]) + c[i]);
    }
    return Math.log1p(sum);
  }

  private static double far(double[] log, double[] c) {
    double[] terms = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      terms[i] = log[i] - c[i];
    }
    return Math.max(0, logSumExp(terms));
  }

  /** Logits whose largest is 0: the others lose no digits to the level of all. */
  private static double[] lowered(double[] logits) {
    double top = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      top = Math.max(top, logit);
    }
    double[] lowered = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      lowered[i] = logits[i] - top;
    }
    return lowered;
  }

  private static double[] logSoftmax(double[] logits) {
    double total = logSumExp(logits);
    double[] log = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      log[i] = logits[i] - total;
    }
    return log;
  }

  private static double logSumExp(double[] values) {
    double top = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      top = Math.max(top, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - top);
    }
    return top + Math.log(sum);
  }

  private static void check(double[][] pi, double[][] ref, int[] tokens) {
    Require require = Require.section("5");
    require.sameLength("piLogits, refLogits and tokens", pi.length, ref.length, tokens.length);
    if (tokens.length == 0) {
      throw require.refusal(Reason.LENGTH, "tokens must not be empty");
    }
    for (int step = 0; step < tokens.length; step++) {
      require.sameLength("the two rows of logits " + step, pi[step].length, ref[step].length);
      if (tokens[step] < 0 || tokens[step] >= pi[step].length) {
        throw require.refusal(
            Reason.LENGTH,
            "tokens[%d] must be below the vocabulary of %d, was %d"
                .formatted(step, pi[step].length, tokens[step]));
      }
      require.allFinite("piLogits[" + step + "]", pi[step]);
      require.allFinite("refLogits[" + step + "]", ref[step]);
    }
  }
}
