package dev.belay.session.plan;

import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.CriticSpec;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.SafetyRewardSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TrainSpec.RewardSpec;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.judge.BehaviorVerifier;
import dev.belay.safety.judge.Judge;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.RewardModel;
import dev.belay.verify.format.FormatVerifier;
import dev.belay.verify.format.Gates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds problems, verifiers and reward models of reinforcement learning. */
final class RlvrPlanner {

  private final TrainingSources sources;
  private final ModelStore models;
  private final Judge judge;

  RlvrPlanner(TrainingSources sources, ModelStore models, Judge judge) {
    this.judge = judge;
    this.sources = sources;
    this.models = models;
  }

  TrainingPlan.Rlvr plan(TrainSpec.Rlvr spec) {
    List<Verifier> verifiers = new ArrayList<>();
    List<PlannedRewardModel> rewardModels = new ArrayList<>();
    for (int i = 0; i < spec.reward().size(); i++) {
      RewardSpec term = spec.reward().get(i);
      if (term.isModel()) {
        rewardModel("train.reward[" + i + "].model", term.name()).ifPresent(rewardModels::add);
      } else {
        verifier("train.reward[" + i + "]", term).ifPresent(verifiers::add);
      }
    }
    boolean verified = spec.reward().stream().anyMatch(term -> !term.isModel());
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = TrainingSources.place(i);
      problems.addAll(
          verified
              ? problems(place, spec.data().get(i), verifiers)
              : sources.read(place, spec.data().get(i), TrainingData::unverified));
    }
    Optional<PlannedRewardModel> critic =
        spec.critic()
            .flatMap(CriticSpec::model)
            .flatMap(name -> rewardModel("train.critic.model", name));
    return new TrainingPlan.Rlvr(
        problems, verifiers, rewardModels, critic, spec.safetyReward().map(this::safety));
  }

  private SafetyRewardPlan safety(SafetyRewardSpec spec) {
    IssueCollector issues = sources.issues();
    if (!judge.models().isEmpty()) {
      issues.add(
          SafetyRewardPlan.PLACE,
          "evaluate.judge is %s, a language model, which would judge every completion of every step. Take a judge that is a program, such as refusal-patterns."
              .formatted(judge.name()));
    }
    List<Problem> requests = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = SafetyRewardPlan.PLACE + ".data[" + i + "]";
      requests.addAll(sources.read(place, spec.data().get(i), TrainingData::requests));
    }
    return new SafetyRewardPlan(requests, new BehaviorVerifier(judge));
  }

  private List<Problem> problems(String place, DataSpec source, List<Verifier> verifiers) {
    List<Problem> read = sources.read(place, source, TrainingData::problems);
    sources.checkReferences(place, read, verifiers);
    return read;
  }

  private Optional<Verifier> verifier(String term, RewardSpec spec) {
    IssueCollector issues = sources.issues();
    String place = term + ".verifier";
    List<FormatVerifier> gates = Gates.of(spec.gates(), term + ".gates", issues);
    return issues.isWrong(place)
        ? Optional.empty()
        : issues
            .collect(place, () -> sources.verifiers().named(spec.name()))
            .map(verifier -> Gates.before(verifier, gates));
  }

  private Optional<PlannedRewardModel> rewardModel(String place, String name) {
    IssueCollector issues = sources.issues();
    return issues.isWrong(place)
        ? Optional.empty()
        : issues.collect(place, () -> found(place, name));
  }

  /** Nothing is fetched: a reward model is made on this machine, or was put there. */
  private PlannedRewardModel found(String place, String name) {
    Path directory =
        models
            .find(name)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "found "
                            + name
                            + ", which is no model on this machine; name a directory, or make it"
                            + " with a recipe of method: reward-model that publishes it under"
                            + " that name."));
    try (RewardModel model = RewardModel.open(directory)) {
      return new PlannedRewardModel(place, name, directory, model.config());
    }
  }
}
