package dev.belay.train.method;

import dev.belay.core.data.Problem;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Stateful;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.WeightSource;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.Rollout;
import dev.belay.train.step.RolloutLog;
import dev.belay.train.step.RolloutMetrics;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.StepBatches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Reinforcement learning with verifiable rewards: rollout, verdicts, rewards, advantages, loss,
 * update. The algorithm is a preset with its overrides (see {@link Algorithm}); the KL to the
 * reference is in the reward by default, where the theory of drift is exact.
 */
public final class RlvrMethod implements TrainingMethod {

  private final TrainSpec.Rlvr spec;
  private final Policy policy;
  private final Reference reference;
  private final Consumer<WeightSource> sampler;
  private final RolloutStep rolloutStep;
  private final RewardStep rewardStep;
  private final EpochOrder<Problem> problems;
  private final LongFunction<Path> rolloutFile;

  /**
   * RLVR on problems.
   *
   * @param reference the anchor of the KL
   * @param sampler gets the policy's weights before every rollout: those that it samples from
   * @param rewardStep has the KL in it if {@code spec} says so
   * @param rolloutFile where the rollouts of a step are kept
   */
  public RlvrMethod(
      TrainSpec.Rlvr spec,
      Policy policy,
      Reference reference,
      Consumer<WeightSource> sampler,
      RolloutStep rolloutStep,
      RewardStep rewardStep,
      EpochOrder<Problem> problems,
      LongFunction<Path> rolloutFile) {
    this.spec = spec;
    this.policy = policy;
    this.reference = reference;
    this.sampler = sampler;
    this.rolloutStep = rolloutStep;
    this.rewardStep = rewardStep;
    this.problems = problems;
    this.rolloutFile = rolloutFile;
  }

  @Override
  public long steps() {
    return spec.steps();
  }

  @Override
  public List<Stateful> state() {
    return List.of(policy);
  }

  @Override
  public StepReport step(long step) {
    StepClock clock = new StepClock();
    sampler.accept(policy.weights());
    List<Rollout> rollouts =
        rolloutStep.run(step, problems.ofStep(step, spec.rollout().promptsPerStep()));
    clock.rolloutDone();
    List<GroupedSequence> sequences = rollouts.stream().map(Rollout::tokens).toList();
    try (StepBatches batches = new StepBatches(sequences, spec.budget().microBatchTokens())) {
      batches.addReference(reference);
      RolloutBatch batch = score(rollouts, batches);
      double[] kls = rewardStep.needsKl() ? batch.sequenceKls() : new double[0];
      RewardStep.Rewards rewards = rewardStep.run(rollouts, kls);
      double[] advantages = spec.algorithm().advantage().advantages(rewards.batch());
      RolloutLog.write(rolloutFile.apply(step), rollouts, rewards.batch().rewards(), advantages);
      clock.scoringDone();
      Updates updates = update(step, objective(batch, advantages), batches);
      clock.updateDone();
      Map<String, Number> ofRollouts = RolloutMetrics.of(rollouts, rewards);
      return RlvrMetrics.of(step, ofRollouts, batch, updates, batches, clock);
    }
  }

  /**
   * The tokens with the scores that are needed before the update: the reference's for the KL in the
   * reward, the policy's own for a ratio other than 1. What is not needed before, the update itself
   * finds.
   */
  private RolloutBatch score(List<Rollout> rollouts, StepBatches batches) {
    RolloutBatch batch =
        RolloutBatch.sampled(rollouts.stream().map(r -> r.completion().logProbs()).toList());
    if (rewardStep.needsKl()) {
      batch = batch.withRefLogProbs(policy.scoreReference(batches));
    }
    return spec.rollout().updates() > 1
        ? batch.withOldLogProbs(policy.score(batches).logProbs())
        : batch;
  }

  private PolicyObjective objective(RolloutBatch batch, double[] advantages) {
    return spec.algorithm()
        .objective(batch, advantages, spec.kl().lossTerm(), spec.rollout().maxCompletionTokens());
  }

  /** The first update's scores describe the policy that sampled; the last one's step is logged. */
  record Updates(PolicyObjective objective, Policy.UpdateResult first, Policy.UpdateResult last) {}

  private Updates update(long step, PolicyObjective objective, StepBatches batches) {
    long updates = spec.rollout().updates();
    long before = (step - 1) * updates;
    Policy.UpdateResult first = policy.update(batches, objective, before + 1);
    Policy.UpdateResult last = first;
    for (long u = 2; u <= updates; u++) {
      last = policy.update(batches, objective, before + u);
    }
    return new Updates(objective, first, last);
  }

  @Override
  public String summary(StepReport report) {
    return RlvrMetrics.summary(report);
  }
}
