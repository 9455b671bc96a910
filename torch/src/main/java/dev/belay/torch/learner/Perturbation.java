package dev.belay.torch.learner;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.TokenScores;

/**
 * How far embeddings are moved to where a policy and a reference differ most: projected gradient
 * ascent by signs, {@code δ ← clip(δ + step · sign(dD/dδ), ±r)}, from {@code δ = 0} on. Both get
 * the same δ, so D is 0 at every δ while the policy is the reference.
 *
 * <p>{@code r} is {@code radius · ‖e‖ / √H} for a row whose embedding is e: no δ is longer than
 * {@code radius · ‖e‖}.
 *
 * @param steps of the ascent, 1 or more
 * @param radius how long δ may be, as a share of the embedding's length; above 0
 * @param step likewise, of each step; above 0
 */
public record Perturbation(int steps, double radius, double step) {

  public Perturbation {
    if (steps < 1 || !(radius > 0) || !(step > 0)) {
      throw new IllegalArgumentException("a perturbation has steps, a radius and a step above 0");
    }
  }

  /**
   * What the policy says of the tokens of a step, twice.
   *
   * @param clean at the embeddings as they are
   * @param moved at the moved ones
   */
  public record Scores(TokenScores clean, TokenScores moved) {

    /** Room for both KLs and a divergence. */
    public static Scores ofSize(int tokens, Divergence divergence) {
      return new Scores(
          TokenScores.comparing(tokens, divergence), TokenScores.comparing(tokens, divergence));
    }
  }
}
