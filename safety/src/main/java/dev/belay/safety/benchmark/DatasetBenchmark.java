package dev.belay.safety.benchmark;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Dataset;
import dev.belay.core.data.SafetyPrompt;
import dev.belay.core.data.Sample;
import dev.belay.safety.eval.SuitePrompt;
import java.util.List;
import java.util.function.Predicate;

/**
 * A benchmark over the held-out split of a dataset, which training does not see.
 *
 * @param info what it is
 * @param dataset where its prompts are
 * @param split the held-out split
 * @param selected which of its samples belong to the benchmark
 */
record DatasetBenchmark(
    BenchmarkInfo info, Dataset dataset, String split, Predicate<Sample> selected)
    implements Benchmark {

  @Override
  public boolean isAvailable(DataLocations locations) {
    return dataset.info().embedded() || locations.find(dataset.info().files()).isPresent();
  }

  @Override
  public LoadedBenchmark load(DataLocations locations) {
    List<SuitePrompt> prompts =
        dataset.load(split, locations).stream()
            .filter(selected)
            .map(DatasetBenchmark::prompt)
            .toList();
    String file =
        locations
            .find(dataset.info().files())
            .map(path -> path + " (" + split + ")")
            .orElse(dataset.info().name() + " (" + split + ")");
    return new LoadedBenchmark(info, prompts, file, "", List.of());
  }

  private static SuitePrompt prompt(Sample sample) {
    String category = sample instanceof SafetyPrompt safety ? safety.category() : "";
    return new SuitePrompt(sample.id(), sample.prompt(), category, sample.source().toString());
  }
}
