package dev.belay.train.anchor;

import dev.belay.core.run.Stateful;
import java.util.Map;
import java.util.Optional;

/** Says what the anchor's gradient is multiplied by. */
interface CoefficientRule {

  /** The coefficient of the next update. */
  double coef();

  /**
   * An update was taken.
   *
   * @param kl measured by it before the weights moved, in nats a completion
   */
  void observe(double kl);

  /** What it goes by, for the log. */
  Map<String, Double> metrics();

  /** What its next coefficient depends on; empty if on nothing. */
  Optional<Stateful> state();

  /** Always the same coefficient. */
  record Fixed(double coef) implements CoefficientRule {

    @Override
    public void observe(double kl) {}

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
