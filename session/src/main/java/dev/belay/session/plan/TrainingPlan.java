package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Sample;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a recipe trains on, read and checked; one record a method. */
public sealed interface TrainingPlan permits TrainingPlan.Sft, TrainingPlan.Rlvr, PreferencePlan {

  /** Every sample that is trained on, source by source. */
  List<Sample> samples();

  /** The same by where they stand in a recipe. */
  default Map<String, List<Sample>> samplesByPlace() {
    return Map.of("train.data", samples());
  }

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
   * @param safety requests that are asked in between, if any
   */
  record Rlvr(
      List<Problem> problems,
      List<Verifier> verifiers,
      List<PlannedRewardModel> rewardModels,
      Optional<PlannedRewardModel> critic,
      Optional<SafetyRewardPlan> safety)
      implements TrainingPlan {

    public Rlvr {
      problems = List.copyOf(problems);
      verifiers = List.copyOf(verifiers);
      rewardModels = List.copyOf(rewardModels);
    }

    @Override
    public List<Sample> samples() {
      List<Sample> samples = new ArrayList<>(problems);
      safety.ifPresent(mixed -> samples.addAll(mixed.requests()));
      return List.copyOf(samples);
    }

    @Override
    public Map<String, List<Sample>> samplesByPlace() {
      Map<String, List<Sample>> places = new LinkedHashMap<>();
      places.put("train.data", List.copyOf(problems));
      safety.ifPresent(
          mixed -> places.put(SafetyRewardPlan.PLACE + ".data", List.copyOf(mixed.requests())));
      return places;
    }

    /** Every reward model that the recipe names, whatever for. */
    public List<PlannedRewardModel> models() {
      List<PlannedRewardModel> models = new ArrayList<>(rewardModels);
      critic.ifPresent(models::add);
      return List.copyOf(models);
    }
  }
}
