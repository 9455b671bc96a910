package dev.belay.core.recipe;

import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.objective.KlTerm;
import java.util.List;
import java.util.Optional;

/** How to train; one record a method. */
public sealed interface TrainSpec {

  List<DataSpec> data();

  OptimizerSpec optimizer();

  BudgetSpec budget();

  /** The method's name in YAML. */
  String method();

  /**
   * Supervised fine-tuning on completions.
   *
   * @param batchSize demonstrations a step
   * @param epochs passes over the data; a fraction is allowed
   * @param selfCompletionTokens longest of the model's own completions (see {@link
   *     DataSpec.Completions#SELF})
   */
  record Sft(
      List<DataSpec> data,
      OptimizerSpec optimizer,
      BudgetSpec budget,
      int batchSize,
      double epochs,
      int selfCompletionTokens)
      implements TrainSpec {
    @Override
    public String method() {
      return "sft";
    }
  }

  /**
   * Reinforcement learning with verifiable rewards.
   *
   * @param algorithm a preset, such as {@code grpo}, with the recipe's overrides
   * @param reward the terms whose weighted sum is the reward; at least one
   * @param steps number of rollouts, each followed by its updates
   */
  record Rlvr(
      List<DataSpec> data,
      OptimizerSpec optimizer,
      BudgetSpec budget,
      Algorithm algorithm,
      List<RewardSpec> reward,
      RolloutSpec rollout,
      KlSpec kl,
      int steps)
      implements TrainSpec {
    @Override
    public String method() {
      return "rlvr";
    }
  }

  /**
   * What bounds a step and a run.
   *
   * @param microBatchTokens tokens of one forward and backward pass; bounds memory, never changes
   *     the loss
   * @param checkpointEverySteps how often the state is saved; a killed run repeats at most so many
   * @param until an early stop, if wanted
   */
  record BudgetSpec(int microBatchTokens, int checkpointEverySteps, Optional<UntilSpec> until) {}

  /**
   * Stop once a capability is reached.
   *
   * @param data problems to measure on, apart from those of the evaluation
   * @param accuracy the share of correct greedy completions to reach
   * @param everySteps how often to measure
   * @param maxCompletionTokens longest completion
   */
  record UntilSpec(DataSpec data, double accuracy, int everySteps, int maxCompletionTokens) {}

  /**
   * One term of the reward.
   *
   * @param verifier the verifier's name
   * @param weight what a correct completion earns
   */
  record RewardSpec(String verifier, double weight) {}

  /**
   * How completions are sampled.
   *
   * @param promptsPerStep prompts of a step
   * @param groupSize completions of a prompt
   * @param updates optimizer steps on the rollout, each on the whole of it; with more than 1 the
   *     ratio to the old policy leaves 1, and is clipped
   */
  record RolloutSpec(
      int promptsPerStep,
      int groupSize,
      int maxCompletionTokens,
      double temperature,
      int topK,
      double topP,
      double minP,
      int updates) {}

  /**
   * The anchor: how far the policy may go from the reference.
   *
   * @param estimator how a token's KL is estimated; see {@code docs/algorithms/grpo.md}
   * @param gradient what its gradient is in the loss
   */
  record KlSpec(double coef, KlEstimator estimator, Placement placement, KlGradient gradient) {

    /** Where the KL enters. */
    public enum Placement {
      /** Subtracted from the reward: the objective of {@code docs/theory.md}, with k1. */
      REWARD,
      /** Added to the loss, token by token. */
      LOSS
    }

    /** The penalty in the loss, if it is there. */
    public Optional<KlTerm> lossTerm() {
      return placement == Placement.LOSS && coef > 0
          ? Optional.of(new KlTerm(estimator, gradient, coef))
          : Optional.empty();
    }

    /** What the KL costs in the reward; 0 if it is not there. */
    public double rewardCoef() {
      return placement == Placement.REWARD ? coef : 0;
    }
  }
}
