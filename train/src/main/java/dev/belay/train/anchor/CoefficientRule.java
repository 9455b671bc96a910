package dev.belay.train.anchor;

import dev.belay.core.run.Stateful;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says what the anchor's gradient is multiplied by. */
interface CoefficientRule {

  /** The coefficient of the next update. */
  double coef();

  /** The share of the scheduled learning rate that the next update may take, in (0, 1]. */
  default double rateShare() {
    return 1;
  }

  /** Whether it wants to know what a step made of the KL, which costs a forward pass. */
  default boolean looksBack() {
    return false;
  }

  /**
   * An update was taken.
   *
   * @param kl measured by it before the weights moved, in nats a completion
   * @param after the same on the same prompts after the step; empty if it was not measured
   */
  void observe(double kl, OptionalDouble after);

  /** What it goes by, for the log. */
  Map<String, Double> metrics();

  /** What its next coefficient depends on; empty if on nothing. */
  Optional<Stateful> state();

  /** Always the same coefficient. */
  record Fixed(double coef) implements CoefficientRule {

    @Override
    public void observe(double kl, OptionalDouble after) {}

    @Override
    public Map<String, Double> metrics() {
      return Map.of();
    }

    @Override
    public Optional<Stateful> state() {
      return Optional.empty();
    }
  }
}
