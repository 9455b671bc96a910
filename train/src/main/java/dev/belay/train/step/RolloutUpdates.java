package dev.belay.train.step;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.Seeds;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.RolloutCorrection;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Stateful;
import dev.belay.torch.learner.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
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
   * @param measured of the correction and of the entropy bonus, for the log
   */
  public record Done(
      TokenScores sampled,
      PolicyObjective objective,
      Policy.UpdateResult last,
      Map<String, Double> measured) {}

  private final TrainSpec.Rlvr spec;
  private final Policy policy;
  private final TaskKl kl;
  private final long seed;
  private final @Nullable EntropyCoefficient entropy;

  /**
   * Updates of a policy.
   *
   * @param kl on the task's prompts
   * @param seed draws the mini-batches
   */
  public RolloutUpdates(TrainSpec.Rlvr spec, Policy policy, TaskKl kl, long seed) {
    this.spec = spec;
    this.policy = policy;
    this.kl = kl;
    this.seed = seed;
    this.entropy =
        spec.updates()
            .entropyTarget()
            .map(target -> new EntropyCoefficient(target, spec.algorithm().entropyCoef()))
            .orElse(null);
  }

  /** What the next step depends on: the entropy bonus and the KL, where they move. */
  public List<Stateful> state() {
    List<Stateful> states = new ArrayList<>(kl.state());
    if (entropy != null) {
      states.add(entropy);
    }
    return List.copyOf(states);
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
      scored.addReference(kl.reference());
      if (needsKl || spec.updates().tokenWeights().isPresent()) {
        scored.keepReference(policy);
      }
      if (spec.rollout().updates() > 1 || spec.updates().correction().isPresent()) {
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
    Map<String, Double> measured = new LinkedHashMap<>();
    double[] weighted = corrected(scored.batch(), advantages, measured);
    long update = (step - 1) * spec.rollout().updates();
    TokenScores sampled = scored.before();
    PolicyObjective objective = null;
    Policy.UpdateResult last = null;
    for (int epoch = 0; epoch < spec.rollout().epochs(); epoch++) {
      for (ScoredRollouts.Part part : scored.parts()) {
        objective = objective(scored.batch(), part, counted, weighted);
        last = policy.update(part.batches(), objective, ++update);
        // Not scored before, it is that of the only update, which is of the whole step.
        sampled = sampled == null ? last.scores() : sampled;
      }
    }
    if (sampled == null || objective == null || last == null) {
      throw new IllegalStateException("a step without completions");
    }
    if (spec.updates().tokenWeights().isPresent()) {
      double mean = objective.meanTokenWeight(last.scores());
      if (Double.isFinite(mean)) {
        measured.put("token_weight_mean", mean);
      }
    }
    moveEntropy(sampled, measured);
    return new Done(sampled, objective, last, measured);
  }

  /**
   * Every loss is proportional to its advantage, so that weights of tokens can be those of their
   * advantages.
   */
  private double[] corrected(
      RolloutBatch batch, double[] advantages, Map<String, Double> measured) {
    Optional<RolloutCorrection> correction = spec.updates().correction();
    if (correction.isEmpty()) {
      return advantages;
    }
    RolloutCorrection.Weights weights = correction.get().weights(batch);
    measured.put("correction_weight_mean", weights.mean());
    measured.put("correction_outside_share", weights.outsideShare());
    double[] weighted = new double[advantages.length];
    for (int t = 0; t < weighted.length; t++) {
      weighted[t] = weights.ofTokens()[t] * advantages[t];
    }
    return weighted;
  }

  private void moveEntropy(TokenScores sampled, Map<String, Double> measured) {
    if (entropy != null) {
      measured.put("entropy_coef", entropy.value());
      entropy.observe(TokenScores.mean(sampled.entropies()));
    }
  }

  private PolicyObjective objective(
      RolloutBatch whole, ScoredRollouts.Part part, int[] counted, double[] advantages) {
    int[] completions = part.completions();
    Algorithm algorithm =
        entropy == null ? spec.algorithm() : spec.algorithm().withEntropyCoef(entropy.value());
    PolicyObjective plain =
        algorithm.objective(
            whole.select(completions),
            Arrays.stream(completions).map(i -> counted[i]).toArray(),
            Arrays.stream(part.tokens()).mapToDouble(t -> advantages[t]).toArray(),
            kl.lossTerm(),
            spec.rollout().maxCompletionTokens());
    return spec.updates().tokenWeights().map(plain::weighed).orElse(plain);
  }

  /** The KL on the task's prompts. */
  public TaskKl kl() {
    return kl;
  }

  /**
   * The exact KL of the policy to the model before training in nats a completion, a mean over the
   * step's; empty where that is what the KL is taken to anyway. It costs two forward passes.
   */
  public OptionalDouble klToBase(ScoredRollouts scored) {
    Optional<Reference> base = kl.otherBase();
    if (base.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<GroupedSequence> sequences = scored.rollouts().stream().map(Rollout::tokens).toList();
    try (StepBatches batches = new StepBatches(sequences, spec.budget().microBatchTokens())) {
      batches.addReference(base.get());
      double[] kls = Objects.requireNonNull(policy.score(batches).exactKls());
      return OptionalDouble.of(Arrays.stream(kls).sum() / sequences.size());
    }
  }
}
