package dev.belay.train.method;

import dev.belay.core.advantage.TokenRewards;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Stateful;
import dev.belay.torch.model.WeightSource;
import dev.belay.train.step.Critic;
import dev.belay.train.step.GreedyScores;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.RolloutCollection;
import dev.belay.train.step.RolloutCollection.Collected;
import dev.belay.train.step.RolloutLog;
import dev.belay.train.step.RolloutMetrics;
import dev.belay.train.step.RolloutUpdates;
import dev.belay.train.step.SafetyMultiplier;
import dev.belay.train.step.Scored;
import dev.belay.train.step.ScoredRollouts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reinforcement learning with verifiable rewards: rollout, verdicts, rewards, advantages, loss,
 * update. The algorithm is a preset with its overrides (see {@link Algorithm}); the KL to the
 * reference is in the reward by default, where the theory of drift is exact.
 */
public final class RlvrMethod implements TrainingMethod {

  private final TrainSpec.Rlvr spec;
  private final Policy policy;
  private final Consumer<WeightSource> sampler;
  private final RolloutCollection collection;
  private final RewardStep rewardStep;
  private final @Nullable GreedyScores greedy;
  private final RolloutUpdates updates;
  private final LongFunction<Path> rolloutFile;
  private @Nullable Critic critic;
  private @Nullable SafetyMultiplier multiplier;

  /**
   * RLVR on problems.
   *
   * @param sampler gets the policy's weights before every rollout: those that it samples from
   * @param collection gives each step its rollouts, scored by {@code rewardStep}
   * @param rewardStep has the KL in it if {@code spec} says so
   * @param greedy scores of greedy completions, for an advantage that needs them; else null
   * @param updates of the policy, once rewards are known
   * @param rolloutFile where the rollouts of a step are kept
   */
  public RlvrMethod(
      TrainSpec.Rlvr spec,
      Policy policy,
      Consumer<WeightSource> sampler,
      RolloutCollection collection,
      RewardStep rewardStep,
      @Nullable GreedyScores greedy,
      RolloutUpdates updates,
      LongFunction<Path> rolloutFile) {
    this.spec = spec;
    this.policy = policy;
    this.sampler = sampler;
    this.collection = collection;
    this.rewardStep = rewardStep;
    this.greedy = greedy;
    this.updates = updates;
    this.rolloutFile = rolloutFile;
  }

  /** Has a critic say values, and learn from every rollout, from now on. */
  public void add(Critic valuing) {
    critic = valuing;
  }

  /** Has a multiplier weigh requests in between against the task, from now on. */
  public void add(SafetyMultiplier weighing) {
    multiplier = weighing;
  }

  @Override
  public long steps() {
    return spec.steps();
  }

  @Override
  public List<Stateful> state() {
    List<Stateful> states = new ArrayList<>(collection.state());
    states.addFirst(policy);
    states.addAll(updates.state());
    if (critic != null) {
      states.add(critic);
    }
    if (multiplier != null) {
      states.add(multiplier);
    }
    return List.copyOf(states);
  }

  @Override
  public StepReport step(long step) {
    StepClock clock = new StepClock();
    sampler.accept(policy.weights());
    Collected collected = collection.collect(step);
    double[] greedyScores =
        greedy == null || collected.isEmpty()
            ? null
            : greedy.of(step, collected.trained().rollouts());
    clock.rolloutDone();
    if (collected.isEmpty()) {
      return withoutUpdate(step, collected, clock);
    }
    Scored trained = collected.trained();
    try (ScoredRollouts scored = updates.score(step, trained.rollouts(), rewardStep.needsKl())) {
      RolloutBatch batch = scored.batch();
      double[] kls = rewardStep.needsKl() ? batch.sequenceKls() : new double[0];
      RewardStep priced = rewardStep.withKlCoef(updates.kl().rewardCoef());
      RewardStep.Rewards rewards = priced.run(trained, kls);
      TokenRewards ofTokens = valued(priced.ofTokens(rewards, batch, greedyScores), scored);
      double[] advantages = weighed(spec.algorithm().advantage().tokenAdvantages(ofTokens), scored);
      RolloutLog.write(
          rolloutFile.apply(step),
          collected,
          rewards.batch().rewards(),
          batch.ofFirstTokens(advantages));
      Map<String, Double> ofKl = ofKl(scored);
      clock.scoringDone();
      Map<String, Double> ofCritic =
          critic == null ? Map.of() : critic.update(step, scored, ofTokens);
      RolloutUpdates.Done done = updates.run(step, scored, rewards.batch().lengths(), advantages);
      clock.updateDone();
      RlvrMetrics.Sampled sampled = sampled(collected);
      StepReport report =
          RlvrMetrics.of(step, sampled, scored, done, clock)
              .with(ofKl)
              .with(ofCritic)
              .with(moved(collected));
      updates.kl().measured(report.value("kl_sequence_mean"), trained.size());
      updates.kl().after(step, policy.weights());
      return report;
    }
  }

  /** What is to be told of the KL before the update, beside how large it is. */
  private Map<String, Double> ofKl(ScoredRollouts scored) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    updates.kl().steeredCoef().ifPresent(coef -> metrics.put("kl_coef", coef));
    updates.klToBase(scored).ifPresent(kl -> metrics.put("kl_base_sequence_mean", kl));
    return metrics;
  }

  /** No group has signal: whatever an optimizer did now would be noise. */
  private StepReport withoutUpdate(long step, Collected collected, StepClock clock) {
    RolloutLog.write(rolloutFile.apply(step), collected, new double[0], new double[0]);
    clock.scoringDone();
    clock.updateDone();
    updates.kl().after(step, policy.weights());
    return RlvrMetrics.withoutUpdate(step, sampled(collected), clock).with(moved(collected));
  }

  private RlvrMetrics.Sampled sampled(Collected collected) {
    Map<String, Number> metrics = new LinkedHashMap<>(RolloutMetrics.of(collected.sampled()));
    if (collection.selects()) {
      metrics.putAll(collected.metrics());
    }
    return new RlvrMetrics.Sampled(metrics, collected.tokens());
  }

  private double[] weighed(double[] advantages, ScoredRollouts scored) {
    return multiplier == null
        ? advantages
        : multiplier.weigh(advantages, scored.batch().offsets(), scored.rollouts());
  }

  private Map<String, Double> moved(Collected collected) {
    return multiplier == null ? Map.of() : multiplier.after(collected.sampled().rollouts());
  }

  private TokenRewards valued(TokenRewards rewards, ScoredRollouts scored) {
    return critic == null ? rewards : rewards.withValues(critic.values(scored));
  }

  @Override
  public String summary(StepReport report) {
    return RlvrMetrics.summary(report);
  }
}
