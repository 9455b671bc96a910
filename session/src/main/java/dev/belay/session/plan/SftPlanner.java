package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Instruction;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DataSpec.Completions;
import dev.belay.core.recipe.TrainSpec;
import java.util.ArrayList;
import java.util.List;

/** Finds what supervised fine-tuning imitates. */
final class SftPlanner {

  private final TrainingSources sources;

  SftPlanner(TrainingSources sources) {
    this.sources = sources;
  }

  TrainingPlan.Sft plan(TrainSpec.Sft spec) {
    List<Demonstration> given = new ArrayList<>();
    List<Instruction> selfPrompts = new ArrayList<>();
    for (int i = 0; i < spec.data().size(); i++) {
      DataSpec source = spec.data().get(i);
      String place = TrainingSources.place(i);
      if (source.completions() == Completions.SELF) {
        selfPrompts.addAll(sources.read(place, source, TrainingData::selfPrompts));
      } else {
        given.addAll(sources.read(place, source, TrainingData::demonstrations));
      }
    }
    return new TrainingPlan.Sft(given, selfPrompts);
  }
}
