package dev.belay.train.experiment;

import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.HashOrder;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SafetyPrompt;
import dev.belay.core.data.Sample;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.DataSpec.Completions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what a recipe trains on.
 *
 * @param catalog finds datasets by name
 * @param seed chooses the subset where a source has a limit
 */
record TrainingData(DatasetCatalog catalog, long seed) {

  /** Problems of all sources, for RLVR. */
  List<Problem> problems(List<DataSpec> specs) {
    List<Problem> problems = new ArrayList<>();
    for (DataSpec spec : specs) {
      problems.addAll(limited(catalog.problems(datasetSpec(spec)), spec));
    }
    return List.copyOf(problems);
  }

  /** Demonstrations of the sources whose completions are given, for SFT. */
  List<Demonstration> demonstrations(List<DataSpec> specs) {
    List<Demonstration> demonstrations = new ArrayList<>();
    for (DataSpec spec : specs) {
      if (spec.completions() == Completions.GIVEN) {
        demonstrations.addAll(limited(catalog.demonstrations(datasetSpec(spec)), spec));
      }
    }
    return List.copyOf(demonstrations);
  }

  /** Prompts of the sources that the model completes itself, for SFT. */
  List<Instruction> selfPrompts(List<DataSpec> specs) {
    List<Instruction> prompts = new ArrayList<>();
    for (DataSpec spec : specs) {
      if (spec.completions() == Completions.SELF) {
        List<Sample> samples = new ArrayList<>();
        for (Sample sample : catalog.samples(datasetSpec(spec))) {
          if (hasLabel(sample, spec)) {
            samples.add(sample);
          }
        }
        for (Sample sample : limited(samples, spec)) {
          prompts.add(new Instruction(sample.id(), sample.prompt(), sample.source()));
        }
      }
    }
    return List.copyOf(prompts);
  }

  /** Every prompt of the training data, for the overlap check. */
  List<Sample> prompts(List<DataSpec> specs) {
    List<Sample> prompts = new ArrayList<>();
    for (DataSpec spec : specs) {
      for (Sample sample : catalog.samples(datasetSpec(spec))) {
        if (hasLabel(sample, spec)) {
          prompts.add(sample);
        }
      }
    }
    return List.copyOf(prompts);
  }

  private <S extends Sample> List<S> limited(List<S> samples, DataSpec spec) {
    return spec.limit() == 0 || spec.limit() >= samples.size()
        ? samples
        : HashOrder.shuffled(samples, "limit " + spec.source(), seed, Sample::id)
            .subList(0, spec.limit());
  }

  private static boolean hasLabel(Sample sample, DataSpec spec) {
    Optional<String> wanted = spec.label();
    return wanted.isEmpty()
        || (sample instanceof SafetyPrompt prompt
            && prompt.label().name().toLowerCase(Locale.ROOT).equals(wanted.get()));
  }

  private static DatasetSpec datasetSpec(DataSpec spec) {
    return spec.path()
        .map(path -> DatasetSpec.file(Path.of(path)))
        .orElseGet(() -> new DatasetSpec(spec.source(), spec.split().orElse(null)));
  }
}
