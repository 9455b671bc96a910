package dev.belay.train.proximal;

import dev.belay.core.recipe.ProximalSpec;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.optim.StartPull;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.GradientTerm;
import dev.belay.train.step.Policy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A policy whose weights are pulled towards where they stood before training, by any method: see
 * {@link StartPull}. Each step logs how far they have gone and what that costs.
 */
public final class Proximal implements StepObserver {

  private final StartPull pull;

  private Proximal(StartPull pull) {
    this.pull = pull;
  }

  /**
   * Pulls a policy, which stands where training begins, from its next update on. With {@code kind:
   * ewc} the Fisher information has yet to be {@link #pull() put in}.
   */
  public static Proximal of(Policy policy, ProximalSpec spec) {
    StartPull pull =
        policy.pullToStart(
            new StartPull.Settings(
                spec.coef(),
                spec.form() == ProximalSpec.Form.DECOUPLED,
                spec.kind() == ProximalSpec.Kind.EWC));
    if (!pull.settings().decoupled()) {
      policy.add(new Gradient(pull));
    }
    return new Proximal(pull);
  }

  /** What pulls; it is the policy's. */
  public StartPull pull() {
    return pull;
  }

  @Override
  public Decision after(StepReport report) {
    long begun = System.nanoTime();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("proximal_distance", pull.distance());
    metrics.put("proximal_loss", pull.value());
    metrics.put("proximal_seconds", pull.takeSeconds() + (System.nanoTime() - begun) / 1e9);
    return new Decision(false, metrics);
  }

  /** The pull as a part of every update's gradient. */
  private record Gradient(StartPull pull) implements GradientTerm {

    @Override
    public Combination combination() {
      return Combination.SUM;
    }

    @Override
    public double weight() {
      return 1;
    }

    @Override
    public void accumulate(Learner learner, long update, double scale) {
      pull.addGradient(scale);
    }

    @Override
    public void taken(Learner learner, Joined joined) {}
  }
}
