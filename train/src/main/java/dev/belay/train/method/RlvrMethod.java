package dev.belay.train.method;

import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.data.Problem;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.PolicyBatch;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.PolicySequence;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec.Placement;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.Rollout;
import dev.belay.train.step.RolloutLog;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.StepBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reinforcement learning with verifiable rewards: rollout, verdicts, rewards, advantages, loss,
 * update. The algorithm is a preset (see {@link Algorithm}); the KL to the reference is in the
 * reward by default, where the theory of drift is exact.
 */
public final class RlvrMethod implements TrainingMethod {

  private final TrainSpec.Rlvr spec;
  private final Algorithm algorithm;
  private final Policy policy;
  private final Decoder reference;
  private final RolloutEngine engine;
  private final RolloutStep rolloutStep;
  private final RewardStep rewardStep;
  private final List<Problem> problems;
  private final EpochOrder order;
  private final LongFunction<Path> rolloutFile;

  /**
   * RLVR on problems.
   *
   * @param reference the anchor of the KL
   * @param engine samples; its weights are replaced by the policy's at every step
   * @param rolloutFile where the rollouts of a step are kept
   */
  public RlvrMethod(
      TrainSpec.Rlvr spec,
      Policy policy,
      Decoder reference,
      RolloutEngine engine,
      RolloutStep rolloutStep,
      TrainingProblems problems,
      LongFunction<Path> rolloutFile) {
    this.spec = spec;
    this.algorithm = Algorithm.named(spec.algorithm());
    this.policy = policy;
    this.reference = reference;
    this.engine = engine;
    this.rolloutStep = rolloutStep;
    this.problems = problems.problems();
    this.order = new EpochOrder(this.problems.size(), problems.seed());
    this.rolloutFile = rolloutFile;
    boolean inReward = spec.kl().placement() == Placement.REWARD;
    this.rewardStep =
        new RewardStep(spec.reward().getFirst().weight(), inReward ? spec.kl().coef() : 0);
  }

  /**
   * What to train on.
   *
   * @param seed decides the order
   */
  public record TrainingProblems(List<Problem> problems, long seed) {}

  @Override
  public long steps() {
    return spec.steps();
  }

  @Override
  public Map<String, Object> step(long step) {
    StepClock clock = new StepClock();
    engine.reload(policy.decoder());
    List<Rollout> rollouts = rolloutStep.run(step, ofStep(step));
    clock.rolloutDone();
    List<TokenSequence> sequences = rollouts.stream().map(Rollout::tokens).toList();
    try (StepBatches batches = new StepBatches(sequences, spec.budget().microBatchTokens())) {
      batches.addReference(reference);
      float[] refLogProbs = needsReferenceBefore() ? policy.scoreReference(batches) : null;
      TokenScores before = needsScoring() ? policy.score(batches) : null;
      double[] kls =
          rewardStep.needsKl() ? sequenceKls(rollouts, refLogProbs, before) : new double[0];
      RewardBatch rewards = rewardStep.run(rollouts, kls);
      double[] advantages = algorithm.advantage().advantages(rewards);
      RolloutLog.write(rolloutFile.apply(step), rollouts, rewards.rewards(), advantages);
      clock.scoringDone();
      Updates updates =
          update(step, new Scored(rollouts, advantages, refLogProbs, before), batches);
      clock.updateDone();
      return RlvrMetrics.of(step, rollouts, updates, batches, clock);
    }
  }

  private List<Problem> ofStep(long step) {
    List<Problem> chosen = new ArrayList<>();
    for (int index : order.ofStep(step, spec.rollout().promptsPerStep())) {
      chosen.add(problems.get(index));
    }
    return chosen;
  }

  /** A scoring pass before the update: for a ratio other than 1, or the exact KL in the reward. */
  private boolean needsScoring() {
    return spec.rollout().updates() > 1
        || (rewardStep.needsKl() && spec.kl().estimator() == TrainSpec.KlSpec.Estimator.EXACT);
  }

  /** Else the update itself finds them, where it has the reference's logits anyway. */
  private boolean needsReferenceBefore() {
    return rewardStep.needsKl() && estimator() != KlEstimator.EXACT;
  }

  /** KL of each completion, summed over its tokens: exact if asked for, else from the samples. */
  private double[] sequenceKls(
      List<Rollout> rollouts, float @Nullable [] refLogProbs, @Nullable TokenScores before) {
    double[] kls = new double[rollouts.size()];
    int at = 0;
    for (int i = 0; i < kls.length; i++) {
      float[] logProbs = rollouts.get(i).completion().logProbs();
      for (int t = 0; t < logProbs.length; t++, at++) {
        double ref = refLogProbs == null ? Double.NaN : refLogProbs[at];
        kls[i] += tokenKl(logProbs[t], ref, before, at);
      }
    }
    return kls;
  }

  private double tokenKl(
      double logProb, double refLogProb, @Nullable TokenScores before, int token) {
    KlEstimator estimator = estimator();
    if (estimator != KlEstimator.EXACT) {
      return estimator.value(logProb, refLogProb);
    }
    if (before == null || before.exactKls() == null) {
      throw new IllegalStateException("the exact KL was not computed");
    }
    return before.exactKls()[token];
  }

  private KlEstimator estimator() {
    return KlEstimator.valueOf(spec.kl().estimator().name());
  }

  /** What the update needs to know of the rollouts. */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  private record Scored(
      List<Rollout> rollouts,
      double[] advantages,
      float @Nullable [] refLogProbs,
      @Nullable TokenScores before) {}

  /** The first update's scores describe the policy that sampled; the last one's step is logged. */
  record Updates(
      Policy.UpdateResult first, Policy.UpdateResult last, PolicyObjective lastObjective) {}

  private Updates update(long step, Scored scored, StepBatches batches) {
    int updates = spec.rollout().updates();
    Policy.UpdateResult first = null;
    Policy.UpdateResult last = null;
    PolicyObjective objective = null;
    for (int u = 0; u < updates; u++) {
      objective = objective(scored);
      last = policy.update(batches, objective, (step - 1) * updates + u + 1);
      first = first == null ? last : first;
    }
    if (first == null || last == null || objective == null) {
      throw new IllegalStateException("a step has at least one update");
    }
    return new Updates(first, last, objective);
  }

  private PolicyObjective objective(Scored scored) {
    boolean klInLoss = spec.kl().placement() == Placement.LOSS && spec.kl().coef() > 0;
    List<PolicySequence> sequences = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < scored.rollouts().size(); i++) {
      int length = scored.rollouts().get(i).completion().length();
      TokenScores before = scored.before();
      float[] old =
          before == null || spec.rollout().updates() == 1 ? null : before.logProbs(at, at + length);
      float[] refs = scored.refLogProbs();
      float[] ref = refs == null ? null : Arrays.copyOfRange(refs, at, at + length);
      sequences.add(PolicySequence.uniform(scored.advantages()[i], length, old, ref));
      at += length;
    }
    PolicyBatch batch =
        PolicyBatch.of(sequences, algorithm.aggregation(), spec.rollout().maxCompletionTokens());
    KlTerm kl = klInLoss ? KlTerm.of(estimator(), spec.kl().coef()) : null;
    return new PolicyObjective(batch, algorithm.loss(), kl, 0);
  }

  @Override
  public String summary(Map<String, Object> metrics) {
    return RlvrMetrics.summary(metrics);
  }
}
