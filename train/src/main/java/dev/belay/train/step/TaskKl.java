package dev.belay.train.step;

import dev.belay.core.objective.KlTerm;
import dev.belay.core.recipe.ReferenceSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.run.Stateful;
import dev.belay.torch.learner.MovableReference;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The KL on the task's prompts as it stands: what it is taken to, which may follow the policy, and
 * what it costs, which a controller may steer.
 */
public final class TaskKl {

  private final KlSpec spec;
  private final Reference base;
  private final @Nullable MovableReference moving;
  private final @Nullable KlCoefficient coefficient;

  /**
   * A KL as a recipe says.
   *
   * @param base the model before training
   * @param movable gives a reference that stands at the model before training, asked for if the
   *     recipe's moves
   */
  public TaskKl(KlSpec spec, Reference base, Supplier<MovableReference> movable) {
    this.spec = spec;
    this.base = base;
    this.moving = spec.reference() instanceof ReferenceSpec.Fixed ? null : movable.get();
    this.coefficient = spec.controller().map(of -> new KlCoefficient(of, spec.coef())).orElse(null);
  }

  /** A KL to a reference that stands still. */
  public static TaskKl toFixed(KlSpec spec, Reference reference) {
    return new TaskKl(
        spec,
        reference,
        () -> {
          throw new IllegalStateException("the reference stands still");
        });
  }

  /** What the KL is taken to. */
  Reference reference() {
    MovableReference following = moving;
    return following == null ? base : following;
  }

  /** The model before training, where the reference is another; else empty. */
  Optional<Reference> otherBase() {
    return moving == null ? Optional.empty() : Optional.of(base);
  }

  private double coef() {
    KlCoefficient steered = coefficient;
    return steered == null ? spec.coef() : steered.value();
  }

  /** The coefficient as it is now, if it is steered. */
  public Optional<Double> steeredCoef() {
    return Optional.ofNullable(coefficient).map(KlCoefficient::value);
  }

  /** What a nat costs in the reward now; 0 if the KL is not there. */
  public double rewardCoef() {
    return spec.rewardCoef(coef());
  }

  /** The penalty in the loss now, if the KL is there. */
  public Optional<KlTerm> lossTerm() {
    return spec.lossTerm(coef());
  }

  /**
   * A step measured the KL before it updated the policy.
   *
   * @param kl nats a completion, a mean over so many
   */
  public void measured(double kl, int completions) {
    KlCoefficient steered = coefficient;
    if (steered != null && Double.isFinite(kl)) {
      steered.observe(kl, completions);
    }
  }

  /** A step is over. */
  public void after(long step, WeightSource policy) {
    MovableReference following = moving;
    if (following == null) {
      return;
    }
    switch (spec.reference()) {
      case ReferenceSpec.Fixed _ -> {}
      case ReferenceSpec.Moving(double decay) -> following.move(policy, 1 - decay);
      case ReferenceSpec.Synchronised(int everySteps) -> {
        if (step % everySteps == 0) {
          following.move(policy, 1);
        }
      }
    }
  }

  /** What the next step's KL depends on. */
  public List<Stateful> state() {
    List<Stateful> states = new ArrayList<>();
    if (coefficient != null) {
      states.add(coefficient);
    }
    if (moving != null) {
      states.add(moving);
    }
    return List.copyOf(states);
  }
}
