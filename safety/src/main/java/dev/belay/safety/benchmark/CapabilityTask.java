package dev.belay.safety.benchmark;

import dev.belay.core.data.CodeDatasets;
import dev.belay.core.data.Mmlu;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.registry.Registry;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import dev.belay.verify.puzzle.Puzzles;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dataset of problems as a suite: what is measured of it, and who checks.
 *
 * @param dataset the dataset's name, and the suite's
 * @param split what is measured
 * @param template how the dataset lays its problems out
 * @param verifierName who checks completions
 * @param categories of the whole published set; 0 where it has none
 */
record CapabilityTask(
    String dataset, String split, PromptTemplate template, String verifierName, int categories) {

  /** A further suite is a further line here. */
  private static final List<CapabilityTask> LISTED =
      List.of(
          ofNumber("arithmetic"),
          ofNumber("sums"),
          ofNumber("svamp"),
          ofNumber("gsm8k"),
          new CapabilityTask("humaneval", "test", CodeDatasets.HUMANEVAL, "code", 0),
          new CapabilityTask("mbpp", "test", CodeDatasets.MBPP, "code", 0),
          new CapabilityTask("small-functions", "test", PromptTemplate.QUESTION, "code", 0),
          new CapabilityTask("constrained", "test", PromptTemplate.QUESTION, "instructions", 0),
          new CapabilityTask("mmlu", "test", Mmlu.TEMPLATE, "choice", Mmlu.SUBJECTS),
          new CapabilityTask("ifeval", "test", PromptTemplate.QUESTION, "instructions", 0));

  /** Those that are listed, and all generators of puzzles. */
  static final Registry<CapabilityTask> ALL =
      new Registry<>(
          "suite",
          Stream.concat(
                  LISTED.stream(), Puzzles.all().names().stream().map(CapabilityTask::ofPuzzle))
              .toList(),
          CapabilityTask::dataset);

  private static CapabilityTask ofPuzzle(String generator) {
    return new CapabilityTask(generator, "test", PromptTemplate.QUESTION, "logic", 0);
  }

  private static CapabilityTask ofNumber(String dataset) {
    return new CapabilityTask(dataset, "test", PromptTemplate.QUESTION, "math", 0);
  }

  Verifier verifier() {
    return Verifiers.load().named(verifierName);
  }
}
