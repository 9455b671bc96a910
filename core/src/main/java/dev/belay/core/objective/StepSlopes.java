package dev.belay.core.objective;

/**
 * An objective whose slopes were worked out for the whole step beforehand, from scores of the same
 * weights: what a pass over its micro-batches then needs of an objective with {@link
 * Needs#stepScores}. The loss is known already, so every token's share of it is 0.
 *
 * @param loss of the whole step
 */
public record StepSlopes(double loss, TokenSlopes slopes) implements Objective {

  /** Works out loss and slopes of a step from its scores. */
  public static StepSlopes of(Objective objective, TokenScores scores) {
    TokenSlopes slopes = TokenSlopes.ofSize(scores.size());
    return new StepSlopes(objective.slopes(scores, 0, scores.size(), slopes), slopes);
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    int tokens = to - from;
    System.arraycopy(slopes.logProbs(), from, out.logProbs(), 0, tokens);
    System.arraycopy(slopes.entropies(), from, out.entropies(), 0, tokens);
    System.arraycopy(slopes.exactKls(), from, out.exactKls(), 0, tokens);
    System.arraycopy(slopes.forwardKls(), from, out.forwardKls(), 0, tokens);
    System.arraycopy(slopes.values(), from, out.values(), 0, tokens);
    System.arraycopy(slopes.jensenShannons(), from, out.jensenShannons(), 0, tokens);
    System.arraycopy(slopes.hiddenDistances(), from, out.hiddenDistances(), 0, tokens);
    return 0;
  }
}
