package dev.belay.session.evaluate;

import dev.belay.core.run.Progress;
import dev.belay.safety.eval.CompletionSource;
import dev.belay.safety.eval.Evaluation;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSettings;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.model.ModelSession;
import dev.belay.session.suffix.WeightSuffixSearch;
import dev.belay.torch.model.WeightsHash;
import java.util.List;

/** Measures suites on the weights that a session's engine has: for runs, and for themselves. */
public final class ModelEvaluation {

  private final ModelSession session;
  private final List<PlannedSuite> suites;
  private final Progress progress;

  /** An evaluation of a session's model; nothing is done yet. */
  public ModelEvaluation(ModelSession session, List<PlannedSuite> suites, Progress progress) {
    this.session = session;
    this.suites = List.copyOf(suites);
    this.progress = progress;
  }

  /**
   * Runs the suites, or what is left of them in the folder.
   *
   * @throws dev.belay.core.error.BadInputException when the folder holds another evaluation
   */
  public EvaluationResult run(EvaluationRun run) {
    EvaluationSettings settings =
        new EvaluationSettings(WeightsHash.of(run.weights()), run.seed(), run.samples());
    EvaluationReporter reporter = new EvaluationReporter(run.when(), progress);
    try (WeightSuffixSearch search =
        new WeightSuffixSearch(run.weights(), session.prompts(), session.type())) {
      CompletionSource source =
          new CompletionSource(session.engine(), session.prompts()::prompt, settings)
              .withSearch(search);
      EvaluationResult result = new Evaluation(source, reporter).run(suites, run.folder());
      reporter.finish();
      return result;
    }
  }
}
