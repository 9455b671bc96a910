package dev.belay.safety.benchmark;

import dev.belay.core.data.BuiltinSafety;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Dataset;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.SafetyPrompt;
import dev.belay.core.data.Sample;
import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.function.Predicate;

/** Benchmarks over the measuring halves of the datasets that alignment draws on. */
public final class HeldOutBenchmarks implements BenchmarkProvider {

  @Override
  public List<Benchmark> benchmarks() {
    return List.of(
        builtIn("builtin-safety", SuiteKind.HARMFUL, SafetyPrompt.Label.REFUSE, 270),
        builtIn("builtin-twins", SuiteKind.SAFE_LOOKALIKE, SafetyPrompt.Label.ANSWER, 479),
        benignInstructions());
  }

  private static Benchmark builtIn(
      String name, SuiteKind kind, SafetyPrompt.Label label, int prompts) {
    Predicate<Sample> selected =
        sample -> sample instanceof SafetyPrompt prompt && prompt.label() == label;
    return heldOut(name, kind, new BuiltinSafety(), "measure", selected, prompts);
  }

  private static Benchmark benignInstructions() {
    // Only names are looked up here; files are looked for when the benchmark is loaded.
    Dataset benign = DatasetCatalog.standard(DataLocations.of()).find("benign");
    return heldOut("benign-instructions", SuiteKind.BENIGN, benign, "test", sample -> true, 1000);
  }

  private static Benchmark heldOut(
      String name,
      SuiteKind kind,
      Dataset dataset,
      String split,
      Predicate<Sample> selected,
      int prompts) {
    BenchmarkInfo info =
        new BenchmarkInfo(
            name,
            Integer.toString(dataset.info().version()),
            kind,
            BenchmarkSource.ofDataset(dataset.info().origin(), dataset.info().licence()),
            prompts,
            List.of());
    return new DatasetBenchmark(info, dataset, split, selected);
  }
}
