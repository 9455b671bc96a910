package dev.belay.core.recipe;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.PositionReduction;
import dev.belay.core.objective.PositionWeights;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The anchor: how far the policy is from the model before training, on prompts of its own, in every
 * update; the exact KL unless another divergence is asked for.
 *
 * @param data where its prompts come from
 * @param attacks how they are asked, such as {@code direct} and {@code prefill}; each prompt in
 *     each way
 * @param attackOptions options of attacks
 * @param completions what stands behind the prompts
 * @param maxCompletionTokens longest completion
 * @param promptsPerStep prompts of an update; one that is asked in two ways counts as two
 * @param strength a fixed coefficient or a budget
 * @param divergence how the distance is taken
 * @param positions what each token of a completion counts
 * @param reduce how a completion's tokens become one number
 * @param combine how its gradient joins that of the task
 * @param projectOver what a projection takes one product over
 * @param perturb moves embeddings to where the distance is large; empty to take them as they are
 * @param heldOut sets prompts aside, to be measured and never trained on; empty for none
 */
public record AnchorSpec(
    List<DataSpec> data,
    List<String> attacks,
    List<String> attackOptions,
    Completions completions,
    int maxCompletionTokens,
    int promptsPerStep,
    Strength strength,
    Divergence divergence,
    PositionWeights positions,
    PositionReduction reduce,
    Combine combine,
    Over projectOver,
    Optional<Perturb> perturb,
    Optional<HeldOut> heldOut) {

  public AnchorSpec {
    data = List.copyOf(data);
    attacks = List.copyOf(attacks);
    attackOptions = List.copyOf(attackOptions);
  }

  /** Whose completions the KL is taken on. */
  public enum Completions {
    /** The greedy ones of the model before training, made once and kept. */
    REFERENCE,
    /** Fresh ones, sampled from the policy in every step. */
    POLICY
  }

  /** How the anchor's gradient joins the task's. */
  public enum Combine {
    /** Both are added. */
    SUM,
    /** First the task's gradient gives up what opposes the anchor's. */
    PROJECT,
    /** The same in the geometry of Adam's next step. */
    PROJECT_ADAM
  }

  /** What a projection takes one product over. */
  public enum Over {
    /** All parameters. */
    ALL,
    /** Each tensor for itself. */
    TENSOR
  }

  /**
   * Moves embeddings, for both models alike, to where they differ most nearby.
   *
   * @param steps of the ascent
   * @param radius how far at most, as a share of the embedding's length
   * @param step likewise, of each step
   */
  public record Perturb(int steps, double radius, double step) {}

  /**
   * Prompts of the anchor's own on which no update is held.
   *
   * @param prompts how many, as they were before any attack
   * @param everySteps how often the KL on them is measured
   */
  public record HeldOut(int prompts, int everySteps) {}

  /** How strongly the anchor pulls. */
  public sealed interface Strength {}

  /**
   * A fixed price.
   *
   * @param coef weight of the reduced distance in the loss, a mean over the prompts
   */
  public record Price(double coef) implements Strength {}

  /**
   * A bound that a controller keeps.
   *
   * @param nats KL of a completion that must not be exceeded, a mean over the prompts
   * @param eta what the coefficient changes by for each nat above or below, in every update
   * @param initialCoef the coefficient of the first update
   */
  public record Bound(double nats, double eta, double initialCoef) implements Strength {}

  /** Whether prompts are asked as they stand, and in no other way. */
  public boolean asksDirectly() {
    return attacks.equals(AttacksReader.DIRECTLY);
  }

  /** The longest completion that is of use: positions that do not count need no tokens. */
  public int completionTokens() {
    OptionalInt limit = positions.limit();
    return limit.isPresent()
        ? Math.min(limit.getAsInt(), maxCompletionTokens)
        : maxCompletionTokens;
  }
}
