package dev.belay.core.objective;

/**
 * An objective times a number.
 *
 * @param objective as it is
 * @param factor that multiplies it and its slopes
 */
public record ScaledObjective(Objective objective, double factor) implements Objective {

  @Override
  public Needs needs() {
    return objective.needs();
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    double loss = objective.slopes(scores, from, to, out);
    out.scale(to - from, factor);
    return factor * loss;
  }
}
