package dev.belay.safety.benchmark;

import dev.belay.core.data.Mmlu;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.registry.Registry;
import dev.belay.core.verify.ChoiceVerifier;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verifier;
import java.util.List;

/**
 * A dataset of problems as a suite: what is measured of it, and who checks.
 *
 * @param dataset the dataset's name, and the suite's
 * @param split what is measured
 * @param template how the dataset lays its problems out
 * @param verifier who checks completions
 * @param categories of the whole published set; 0 where it has none
 */
record CapabilityTask(
    String dataset, String split, PromptTemplate template, Verifier verifier, int categories) {

  /** A further suite is a further line here; code and instructions wait for their verifiers. */
  static final Registry<CapabilityTask> ALL =
      new Registry<>(
          "suite",
          List.of(
              ofNumber("arithmetic"),
              ofNumber("svamp"),
              ofNumber("gsm8k"),
              new CapabilityTask(
                  "mmlu", "test", Mmlu.TEMPLATE, new ChoiceVerifier(), Mmlu.SUBJECTS)),
          CapabilityTask::dataset);

  private static CapabilityTask ofNumber(String dataset) {
    return new CapabilityTask(dataset, "test", PromptTemplate.QUESTION, new MathVerifier(), 0);
  }
}
