package dev.belay.safety.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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

  /** The same without the suites that something does not hold of. */
  public EvaluationResult only(Predicate<SuiteInfo> kept) {
    return new EvaluationResult(suites.stream().filter(suite -> kept.test(suite.info())).toList());
  }

  /** Whether a folder holds an evaluation that came to its end. */
  public static boolean isFinished(Path folder) {
    return Files.exists(folder.resolve("summary.json"));
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
