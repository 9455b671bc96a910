package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Sample;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a recipe trains on, read and checked; one record a method. */
public sealed interface TrainingPlan permits TrainingPlan.Sft, TrainingPlan.Rlvr, PreferencePlan {

  /** Every sample that is trained on, source by source. */
  List<Sample> samples();

  /**
   * Supervised fine-tuning.
   *
   * @param given demonstrations of the sources whose completions are given
   * @param selfPrompts prompts of the sources that the model completes itself, before training
   * @param problems of the sources whose completions are the model's own that a verifier accepts
   * @param verifier who accepts them; empty leaves each problem to the verifier of its kind
   */
  record Sft(
      List<Demonstration> given,
      List<Instruction> selfPrompts,
      List<Problem> problems,
      Optional<Verifier> verifier)
      implements TrainingPlan {

    public Sft {
      given = List.copyOf(given);
      selfPrompts = List.copyOf(selfPrompts);
      problems = List.copyOf(problems);
    }

    @Override
    public List<Sample> samples() {
      List<Sample> samples = new ArrayList<>(given);
      samples.addAll(selfPrompts);
      samples.addAll(problems);
      return List.copyOf(samples);
    }
  }

  /**
   * Reinforcement learning with rewards of verifiers and reward models.
   *
   * @param problems with reference answers that every verifier can read or, where none is asked,
   *     prompts with empty ones
   * @param verifiers of the reward's terms, in their order
   * @param rewardModels of the reward's terms, in their order
   * @param critic the reward model that the critic begins as, if one is named
   */
  record Rlvr(
      List<Problem> problems,
      List<Verifier> verifiers,
      List<PlannedRewardModel> rewardModels,
      Optional<PlannedRewardModel> critic)
      implements TrainingPlan {

    public Rlvr {
      problems = List.copyOf(problems);
      verifiers = List.copyOf(verifiers);
      rewardModels = List.copyOf(rewardModels);
    }

    @Override
    public List<Sample> samples() {
      return List.copyOf(problems);
    }

    /** Every reward model that the recipe names, whatever for. */
    public List<PlannedRewardModel> models() {
      List<PlannedRewardModel> models = new ArrayList<>(rewardModels);
      critic.ifPresent(models::add);
      return List.copyOf(models);
    }
  }
}
