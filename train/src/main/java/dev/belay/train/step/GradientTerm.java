package dev.belay.train.step;

import dev.belay.torch.learner.Learner;
import dev.belay.torch.optim.GradientProjection;
import java.util.Optional;

/**
 * A loss beside the task's with a say in every update of every method: its gradient goes into the
 * same optimizer step.
 */
public interface GradientTerm {

  /**
   * How a term's gradient joins what there is.
   *
   * @param projection how what there is gives up what opposes the term's, before both are added;
   *     empty to add them as they are
   */
  record Combination(Optional<GradientProjection.Rule> projection) {

    /** Both are added. */
    public static final Combination SUM = new Combination(Optional.empty());

    /** What there is gives up what opposes the term's; then both are added. */
    public static Combination projected(GradientProjection.Rule rule) {
      return new Combination(Optional.of(rule));
    }
  }

  /**
   * What became of a term's gradient in an update.
   *
   * @param weight that multiplied it
   * @param projection how it stood to what there was; empty for a sum
   * @param seconds that the term took, joining included
   */
  record Joined(double weight, Optional<GradientProjection.Result> projection, double seconds) {}

  Combination combination();

  /** What multiplies its gradient in the next update. */
  double weight();

  /**
   * Adds {@code scale} times the gradient of its loss, at the weights as they are, to what the
   * learner has accumulated.
   *
   * @param update number of the optimizer step, from 1
   * @throws dev.belay.torch.tensor.NonFiniteException if its loss is not finite
   */
  void accumulate(Learner learner, long update, double scale);

  /**
   * The share of the scheduled learning rate that the next update may take, in (0, 1]; the least of
   * all terms counts. Clipping leaves a step as long as the rate says, whatever a term weighs: this
   * is how a term asks for a shorter one.
   */
  default double rateShare() {
    return 1;
  }

  /**
   * The optimizer step was taken; an update that failed does not come here.
   *
   * @param learner with the weights after it
   */
  void taken(Learner learner, Joined joined);
}
