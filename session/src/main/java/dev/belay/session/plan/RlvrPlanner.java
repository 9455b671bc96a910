package dev.belay.session.plan;

import dev.belay.core.data.Problem;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.List;

/** Finds problems and verifiers of reinforcement learning. */
final class RlvrPlanner {

  private final TrainingSources sources;

  RlvrPlanner(TrainingSources sources) {
    this.sources = sources;
  }

  TrainingPlan.Rlvr plan(TrainSpec.Rlvr spec) {
    List<Verifier> verifiers = verifiers(spec);
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = TrainingSources.place(i);
      List<Problem> read = sources.read(place, spec.data().get(i), TrainingData::problems);
      sources.checkReferences(place, read, verifiers);
      problems.addAll(read);
    }
    return new TrainingPlan.Rlvr(problems, verifiers);
  }

  /** The verifiers of the reward that exist, in the order of its terms. */
  private List<Verifier> verifiers(TrainSpec.Rlvr spec) {
    IssueCollector issues = sources.issues();
    List<Verifier> verifiers = new ArrayList<>();
    for (int i = 0; i < spec.reward().size(); i++) {
      String place = "train.reward[" + i + "].verifier";
      String name = spec.reward().get(i).verifier();
      if (!issues.isWrong(place)) {
        issues.collect(place, () -> sources.verifiers().named(name)).ifPresent(verifiers::add);
      }
    }
    return verifiers;
  }
}
