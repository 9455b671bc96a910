package dev.belay.train.step;

import dev.belay.core.model.Seeds;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.torch.learner.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a step's completions once they are sampled: they are scored, and after their
 * rewards are known the policy is updated on them, {@code epochs} times over all mini-batches, one
 * optimizer step each.
 */
public final class RolloutUpdates {

  /**
   * What the updates of a step did.
   *
   * @param sampled what the policy that sampled says of every token of the step
   * @param objective of the last update
   * @param last the last update
   */
  public record Done(TokenScores sampled, PolicyObjective objective, Policy.UpdateResult last) {}

  private final TrainSpec.Rlvr spec;
  private final Policy policy;
  private final Reference reference;
  private final long seed;

  /**
   * Updates of a policy.
   *
   * @param reference the anchor of the KL
   * @param seed draws the mini-batches
   */
  public RolloutUpdates(TrainSpec.Rlvr spec, Policy policy, Reference reference, long seed) {
    this.spec = spec;
    this.policy = policy;
    this.reference = reference;
    this.seed = seed;
  }

  /**
   * Packs completions and scores what is needed before the update: the reference's log-probs for
   * the KL in the reward, the policy's own for a ratio other than 1. What is not needed before, the
   * update itself finds.
   *
   * @param rollouts those of a group one after the other
   * @param needsKl whether the rewards need the completions' KL
   */
  public ScoredRollouts score(long step, List<Rollout> rollouts, boolean needsKl) {
    ScoredRollouts scored =
        new ScoredRollouts(
            rollouts,
            spec.rollout().miniBatches(),
            spec.budget().microBatchTokens(),
            Seeds.derive(seed, "step", step));
    try {
      scored.addReference(reference);
      if (needsKl) {
        scored.keepReference(policy);
      }
      if (spec.rollout().updates() > 1) {
        scored.keepOld(policy);
      }
      return scored;
    } catch (RuntimeException e) {
      scored.close();
      throw e;
    }
  }

  /**
   * Updates the policy.
   *
   * @param counted tokens of each completion that count in the loss, shape {@code [B]}: all of them
   *     or 0
   * @param advantages of each token, shape {@code [M]}
   */
  public Done run(long step, ScoredRollouts scored, int[] counted, double[] advantages) {
    long update = (step - 1) * spec.rollout().updates();
    @Nullable Done done = null;
    for (int epoch = 0; epoch < spec.rollout().epochs(); epoch++) {
      for (ScoredRollouts.Part part : scored.parts()) {
        PolicyObjective objective = objective(scored.batch(), part, counted, advantages);
        Policy.UpdateResult result = policy.update(part.batches(), objective, ++update);
        done = new Done(done == null ? sampled(scored, result) : done.sampled(), objective, result);
      }
    }
    return Objects.requireNonNull(done, "a step without completions");
  }

  private PolicyObjective objective(
      RolloutBatch whole, ScoredRollouts.Part part, int[] counted, double[] advantages) {
    int[] completions = part.completions();
    return spec.algorithm()
        .objective(
            whole.select(completions),
            Arrays.stream(completions).map(i -> counted[i]).toArray(),
            Arrays.stream(part.tokens()).mapToDouble(t -> advantages[t]).toArray(),
            spec.kl().lossTerm(),
            spec.rollout().maxCompletionTokens());
  }

  /** As it was scored before, or else by the first update, which is then of the whole step. */
  private static TokenScores sampled(ScoredRollouts scored, Policy.UpdateResult first) {
    TokenScores before = scored.before();
    return before == null ? first.scores() : before;
  }
}
