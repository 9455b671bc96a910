package dev.belay.safety.benchmark;

import dev.belay.safety.eval.SuitePrompt;
import java.util.List;

/**
 * A benchmark that was read, and from what.
 *
 * @param info what it is
 * @param prompts the prompts, in the order of the file
 * @param file the file or resource
 * @param sha256 of the file that was read; empty for what ships with Belay
 * @param warnings how the file differs from the published one; figures may then not be comparable
 */
public record LoadedBenchmark(
    BenchmarkInfo info,
    List<SuitePrompt> prompts,
    String file,
    String sha256,
    List<String> warnings) {

  public LoadedBenchmark {
    prompts = List.copyOf(prompts);
    warnings = List.copyOf(warnings);
  }
}
