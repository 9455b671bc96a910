package dev.belay.core.objective;

import java.util.Objects;

/**
 * What a reward model minimises over pairs of completions of one prompt: {@code −log σ(r_c − r_r −
 * margin) + centre · (r_c + r_r)²}, averaged over the pairs. The first term is the negative
 * log-likelihood of the preferences under Bradley and Terry's model (arXiv 2203.02155, eq. 1; the
 * margin as in arXiv 2307.09288, eq. 2); it leaves a constant of each prompt free, which the second
 * (arXiv 2312.09244, eq. 2) draws to 0.
 *
 * <p>Its tokens are the last ones of completions: 2i is the chosen completion of pair i, 2i + 1 the
 * rejected one.
 *
 * @param pairs number of pairs, P; 1 or more
 * @param margin by how much a chosen completion ought to win
 * @param centre weight of the centring, 0 or more
 */
public record BradleyTerryLoss(int pairs, double margin, double centre) implements Objective {

  public BradleyTerryLoss {
    if (pairs < 1) {
      throw new IllegalArgumentException("a batch without pairs has no loss");
    }
    if (!Double.isFinite(margin)) {
      throw new IllegalArgumentException("margin must be finite, was " + margin);
    }
    if (!(centre >= 0) || Double.isInfinite(centre)) {
      throw new IllegalArgumentException("centre must be 0 or more, was " + centre);
    }
  }

  /** {@inheritDoc} A completion's slope depends on the value of the other of its pair. */
  @Override
  public Needs needs() {
    return new Needs(false, true, true);
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    if (from != 0 || to != 2 * pairs) {
      throw new IllegalArgumentException(
          "%d pairs but completions %d to %d".formatted(pairs, from, to));
    }
    double[] values = Objects.requireNonNull(scores.values(), "a scalar head gives values");
    double loss = 0;
    for (int i = 0; i < pairs; i++) {
      double sum = values[2 * i] + values[2 * i + 1];
      double lead = values[2 * i] - values[2 * i + 1] - margin;
      loss += (softplus(-lead) + centre * sum * sum) / pairs;
      double pull = sigmoid(-lead) / pairs;
      double centring = 2 * centre * sum / pairs;
      out.setValue(2 * i, centring - pull);
      out.setValue(2 * i + 1, centring + pull);
    }
    return loss;
  }

  /** {@code log(1 + e^x)}, finite wherever x is. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}
