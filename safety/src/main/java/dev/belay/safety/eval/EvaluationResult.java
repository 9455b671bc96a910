package dev.belay.safety.eval;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A finished evaluation.
 *
 * @param suites one result of each suite, in the order planned
 */
public record EvaluationResult(List<SuiteResult> suites) {

  public EvaluationResult {
    suites = List.copyOf(suites);
  }

  /** The result of the suite with that name. */
  public Optional<SuiteResult> suite(String name) {
    return suites.stream().filter(suite -> suite.info().name().equals(name)).findFirst();
  }

  /**
   * Reads an evaluation's folder.
   *
   * @throws dev.belay.core.error.BadInputException when it holds no finished evaluation
   */
  public static EvaluationResult read(Path folder) {
    return new EvaluationFolder(folder).readFinished();
  }
}
