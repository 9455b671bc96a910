package dev.belay.train.anchor;

import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.step.GradientTerm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The gradient of the exact KL on the anchor's prompts. */
final class AnchorTerm implements GradientTerm {

  private final AnchorSpec spec;
  private final AnchorSource source;
  private final CoefficientRule rule;
  private @Nullable Measured pending;
  private @Nullable Update last;
  private double seconds;
  private double factor = 1;

  /**
   * What an update measured.
   *
   * @param kl by position
   * @param loss reduced over positions and prompts, not yet weighed
   */
  private record Measured(AnchorMeasurement kl, double loss) {}

  /**
   * An update that was taken.
   *
   * @param kl measured before the weights moved
   * @param loss reduced over positions and prompts, not yet weighed
   */
  record Update(AnchorMeasurement kl, double loss, Joined joined) {}

  AnchorTerm(AnchorSpec spec, AnchorSource source, CoefficientRule rule) {
    this.spec = spec;
    this.source = source;
    this.rule = rule;
  }

  @Override
  public Combination combination() {
    return switch (spec.combine()) {
      case SUM -> Combination.SUM;
      case PROJECT -> Combination.PROJECT;
      case PROJECT_ADAM -> Combination.PROJECT_ADAM;
    };
  }

  @Override
  public double weight() {
    return factor * rule.coef();
  }

  @Override
  public void accumulate(Learner learner, long update, double scale) {
    try (AnchorBatch batch = source.ofUpdate(update)) {
      TokenScores scores = TokenScores.inBothDirections(batch.batches().completionTokens());
      DivergenceObjective unweighed = objective(batch.lengths(), 1);
      DivergenceObjective objective = scale == 1 ? unweighed : objective(batch.lengths(), scale);
      batch.batches().accumulate(learner, objective, scores);
      double loss = unweighed.value(scores);
      pending = new Measured(AnchorMeasurement.of(scores, batch.lengths()), loss);
    } catch (NonFiniteException e) {
      throw new NonFiniteException("on the anchor's prompts: " + e.getMessage());
    }
  }

  /** The mean over completions of each one's reduced divergence, times a factor. */
  private DivergenceObjective objective(int[] lengths, double factor) {
    int tokens = 0;
    for (int length : lengths) {
      tokens += length;
    }
    double[] weights = new double[tokens];
    int token = 0;
    for (int length : lengths) {
      for (double weight : spec.positions().of(length, spec.reduce())) {
        weights[token++] = factor * weight / lengths.length;
      }
    }
    return new DivergenceObjective(spec.divergence(), weights);
  }

  @Override
  public void taken(Joined joined) {
    Measured measured = Objects.requireNonNull(pending, "no gradient was accumulated");
    pending = null;
    rule.observe(measured.kl().perCompletion(spec.divergence()));
    last = new Update(measured.kl(), measured.loss(), joined);
    seconds += joined.seconds();
  }

  /** Multiplies what the rule says, from the next update on. */
  void scale(double by) {
    factor = by;
  }

  /** The last update; null before the first of this process. */
  @Nullable Update last() {
    return last;
  }

  /** Seconds since this was asked last. */
  double takeSeconds() {
    double taken = seconds;
    seconds = 0;
    return taken;
  }
}
