package dev.belay.core.recipe;

import dev.belay.core.drift.CoefficientMeaning;
import dev.belay.core.model.Sampling;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlController;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.TokenWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How to train; one record a method. */
public sealed interface TrainSpec permits TrainSpec.Sft, TrainSpec.Rlvr, DpoSpec, RewardModelSpec {

  /** What every method has. */
  TrainSetup setup();

  /** What to train on. */
  default List<DataSpec> data() {
    return setup().data();
  }

  /** What moves the weights. */
  default OptimizerSpec optimizer() {
    return setup().optimizer();
  }

  /** What bounds a step and the run. */
  default BudgetSpec budget() {
    return setup().budget();
  }

  /** What holds the model's safety meanwhile. */
  default Guards guards() {
    return setup().guards();
  }

  /** The method's name in YAML. */
  String method();

  /**
   * Supervised fine-tuning on completions.
   *
   * @param batchSize demonstrations a step
   * @param epochs passes over the data; a fraction is allowed
   * @param selfCompletionTokens longest of the model's own completions (see {@link
   *     DataSpec.Completions#SELF})
   * @param verified how its own completions are sampled and checked (see {@link
   *     DataSpec.Completions#VERIFIED})
   * @param lossOn which turns of a conversation are learned
   * @param tokenWeights keeps each learned token near the model before training
   */
  record Sft(
      TrainSetup setup,
      int batchSize,
      double epochs,
      int selfCompletionTokens,
      VerifiedSpec verified,
      SftTokens lossOn,
      Optional<TokenWeights> tokenWeights)
      implements TrainSpec {
    @Override
    public String method() {
      return "sft";
    }
  }

  /**
   * Reinforcement learning with verifiable rewards.
   *
   * @param preset the algorithm's name, such as {@code grpo}
   * @param algorithm the preset with the recipe's overrides
   * @param reward the terms whose weighted sum is the reward; at least one
   * @param updates what stands around the updates on a rollout
   * @param critic says values, where the advantage asks for them
   * @param signal which prompts and groups are trained on
   * @param truncation what becomes of completions that were cut off
   * @param safetyReward requests to refuse or answer among the prompts
   * @param steps number of rollouts, each followed by its updates
   */
  record Rlvr(
      TrainSetup setup,
      String preset,
      Algorithm algorithm,
      List<RewardSpec> reward,
      RolloutSpec rollout,
      KlSpec kl,
      UpdateSpec updates,
      Optional<CriticSpec> critic,
      SignalSpec signal,
      TruncationSpec truncation,
      Optional<SafetyRewardSpec> safetyReward,
      int steps)
      implements TrainSpec {
    @Override
    public String method() {
      return "rlvr";
    }

    /** What {@code kl.coef} amounts to in the theory's sense. */
    public CoefficientMeaning coefficient() {
      double range = truncation.factor();
      for (RewardSpec term : reward) {
        range += term.isModel() ? Double.POSITIVE_INFINITY : Math.abs(term.weight());
      }
      CoefficientMeaning meaning =
          CoefficientMeaning.of(
              new CoefficientMeaning.Setting(
                  algorithm,
                  kl.rewardCoef(),
                  kl.lossTerm(),
                  rollout.groupSize(),
                  rollout.promptsPerStep(),
                  range));
      return kl.reference() instanceof ReferenceSpec.Fixed ? meaning : meaning.toMovingReference();
    }

    /** What a reader of the papers would not expect of these settings, a sentence each. */
    public List<String> notes() {
      List<String> notes = new ArrayList<>();
      if (preset.equals("dapo") && signal.groups() == SignalSpec.Groups.ALL) {
        notes.add("dapo without its dynamic sampling: groups without signal stay in the batch");
      }
      if (preset.equals("dapo") && truncation.handling() != TruncationSpec.Handling.PENALISE) {
        notes.add("dapo without its soft penalty: overlong completions cost nothing more");
      }
      if (rollout.updates() == 1 && algorithm.loss().allowsOffPolicy()) {
        notes.add(
            "one update a rollout: every ratio is 1, and the clip of %s has no effect"
                .formatted(preset));
      }
      kl.controller()
          .ifPresent(
              controller ->
                  notes.add(
                      ("kl.coef is the first value of a coefficient that is steered towards a KL of"
                              + " %s nats a completion; what it amounts to is said of the first")
                          .formatted(controller.target())));
      return List.copyOf(notes);
    }
  }

  /**
   * What bounds a step and a run.
   *
   * @param microBatchTokens tokens of one forward and backward pass; bounds memory, never changes
   *     the loss
   * @param checkpoints when the state is saved, and how much of that stays
   * @param until an early stop, if wanted
   */
  record BudgetSpec(int microBatchTokens, CheckpointSpec checkpoints, Optional<UntilSpec> until) {

    /** How often the state is saved. */
    public int checkpointEverySteps() {
      return checkpoints.everySteps();
    }
  }

  /**
   * Stop once a capability is reached.
   *
   * @param data problems to measure on, apart from those of the evaluation
   * @param accuracy the share of correct greedy completions to reach
   * @param everySteps how often to measure; the last step is measured as well
   * @param maxCompletionTokens longest completion
   */
  record UntilSpec(DataSpec data, double accuracy, int everySteps, int maxCompletionTokens) {}

  /**
   * One term of the reward.
   *
   * @param kind who gives it
   * @param name the verifier's, or that of a reward model: a name, a directory
   * @param weight what a correct completion earns, or what the model's number is multiplied by
   * @param gates the form that a completion must have to earn anything of a verifier
   */
  record RewardSpec(Kind kind, String name, double weight, GateSpec gates) {

    /** Who says what a completion is worth. */
    public enum Kind {
      /** A program that decides. */
      VERIFIER,
      /** A model that was trained on preferences. */
      MODEL
    }

    /** A verifier's term. */
    public RewardSpec(String verifier, double weight) {
      this(Kind.VERIFIER, verifier, weight, GateSpec.NONE);
    }

    /** Whether it is a reward model's, which knows no largest reward. */
    public boolean isModel() {
      return kind == Kind.MODEL;
    }
  }

  /**
   * How completions are sampled.
   *
   * @param promptsPerStep prompts of a step
   * @param groupSize completions of a prompt
   * @param temperature of the sampled distribution, and of those that loss and KL are of; nothing
   *     is truncated, since loss and KL would then be of another distribution
   * @param epochs passes of the updates over the rollout
   * @param miniBatches parts of the rollout, of whole groups; each pass takes one optimizer step on
   *     each of them
   */
  record RolloutSpec(
      int promptsPerStep,
      int groupSize,
      int maxCompletionTokens,
      double temperature,
      int epochs,
      int miniBatches) {

    /**
     * Optimizer steps on a rollout; with more than one the ratio to the old policy leaves 1, and is
     * clipped.
     */
    public int updates() {
      return epochs * miniBatches;
    }

    /** The policy's own distribution at the temperature, which loss and KL are of. */
    public Sampling sampling() {
      return Sampling.atTemperature(temperature, maxCompletionTokens);
    }
  }

  /**
   * The KL on the task's prompts: how far the policy may go from the reference there.
   *
   * @param estimator how a token's KL is estimated; in the reward k1, the only one that anchors
   *     there ({@code docs/theory.md})
   * @param gradient what its gradient is in the loss
   * @param controller steers the coefficient, which {@code coef} is the first of; empty if it stays
   * @param reference what the KL is taken to
   */
  record KlSpec(
      double coef,
      KlEstimator estimator,
      Placement placement,
      KlGradient gradient,
      Optional<KlController> controller,
      ReferenceSpec reference) {

    /** A fixed coefficient, and the model before training as the reference. */
    public KlSpec(double coef, KlEstimator estimator, Placement placement, KlGradient gradient) {
      this(coef, estimator, placement, gradient, Optional.empty(), new ReferenceSpec.Fixed());
    }

    public KlSpec {
      if (placement == Placement.REWARD && estimator != KlEstimator.K1) {
        throw new IllegalArgumentException("only k1 anchors in the reward, not " + estimator);
      }
    }

    /** Where the KL enters. */
    public enum Placement {
      /** Subtracted from the reward, as k1: the objective of {@code docs/theory.md}. */
      REWARD,
      /** Added to the loss, token by token. */
      LOSS
    }

    /** The penalty in the loss, if it is there. */
    public Optional<KlTerm> lossTerm() {
      return lossTerm(coef);
    }

    /** The same with the coefficient as it is now. */
    public Optional<KlTerm> lossTerm(double now) {
      return placement == Placement.LOSS && now > 0
          ? Optional.of(new KlTerm(estimator, gradient, now))
          : Optional.empty();
    }

    /** What the KL costs in the reward; 0 if it is not there. */
    public double rewardCoef() {
      return rewardCoef(coef);
    }

    /** The same with the coefficient as it is now. */
    public double rewardCoef(double now) {
      return placement == Placement.REWARD ? now : 0;
    }
  }
}
