package dev.belay.train.pool;

import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What each prompt scored in a run, before and after training.
 *
 * @param suites by name, in the order measured
 */
public record RunScores(Map<String, Suite> suites) {

  public RunScores {
    suites = Collections.unmodifiableMap(new LinkedHashMap<>(suites));
  }

  /**
   * One suite.
   *
   * @param info the suite
   * @param changes by the id of the prompt, those decided before and after
   * @param asked how many prompts there are
   */
  public record Suite(SuiteInfo info, Map<String, Change> changes, int asked) {

    public Suite {
      changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** What must be the same in two runs for their prompts to be pooled. */
    public String kindOfMeasurement() {
      return "version %s by %s".formatted(info.version(), String.join(", ", info.judges()));
    }
  }

  /** The mean scores of a prompt's completions. */
  public record Change(double before, double after) {}

  /** Those of a run's folder; empty where it does not measure before and after. */
  public static Optional<RunScores> read(Path run) {
    Path before = run.resolve("eval").resolve("before");
    Path after = run.resolve("eval").resolve("after");
    if (!Files.isDirectory(before) || !Files.isDirectory(after)) {
      return Optional.empty();
    }
    EvaluationResult first = EvaluationResult.read(before);
    EvaluationResult second = EvaluationResult.read(after);
    Map<String, Suite> suites = new LinkedHashMap<>();
    for (SuiteResult suite : first.suites()) {
      second
          .suite(suite.info().name())
          .ifPresent(then -> suites.put(suite.info().name(), paired(suite, then)));
    }
    return Optional.of(new RunScores(suites));
  }

  private static Suite paired(SuiteResult before, SuiteResult after) {
    Map<String, List<EvalRecord>> first = before.counted().byPrompt();
    Map<String, List<EvalRecord>> second = after.counted().byPrompt();
    Map<String, Change> changes = new LinkedHashMap<>();
    first.forEach(
        (id, records) -> {
          OptionalDouble was = EvalRecord.decidedMean(records);
          OptionalDouble is = EvalRecord.decidedMean(second.getOrDefault(id, List.of()));
          if (was.isPresent() && is.isPresent()) {
            changes.put(id, new Change(was.getAsDouble(), is.getAsDouble()));
          }
        });
    return new Suite(after.info(), changes, first.size());
  }
}
