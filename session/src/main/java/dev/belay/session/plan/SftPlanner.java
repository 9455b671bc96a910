package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Problem;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.VerifiedSpec;
import dev.belay.core.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what supervised fine-tuning imitates. */
final class SftPlanner {

  private final TrainingSources sources;

  SftPlanner(TrainingSources sources) {
    this.sources = sources;
  }

  TrainingPlan.Sft plan(TrainSpec.Sft spec) {
    List<Demonstration> given = new ArrayList<>();
    List<Instruction> selfPrompts = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Optional<Verifier> verifier = verifier(spec.verified());
    for (int i = 0; i < spec.data().size(); i++) {
      DataSpec source = spec.data().get(i);
      String place = TrainingSources.place(i);
      switch (source.completions()) {
        case GIVEN -> given.addAll(sources.read(place, source, TrainingData::demonstrations));
        case SELF -> selfPrompts.addAll(sources.read(place, source, TrainingData::selfPrompts));
        case VERIFIED -> {
          List<Problem> read = sources.read(place, source, TrainingData::problems);
          sources.checkReferences(place, read, verifier.stream().toList());
          problems.addAll(read);
        }
      }
    }
    return new TrainingPlan.Sft(given, selfPrompts, problems, verifier);
  }

  /** The verifier that the recipe names, if it names one that there is. */
  private Optional<Verifier> verifier(VerifiedSpec spec) {
    IssueCollector issues = sources.issues();
    String place = "train.verified.verifier";
    return spec.verifier()
        .filter(_ -> !issues.isWrong(place))
        .flatMap(name -> issues.collect(place, () -> sources.verifiers().named(name)));
  }
}
