package dev.belay.session.evaluate;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.CompletionSource;
import dev.belay.safety.eval.Evaluation;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSettings;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.PromptEncoder;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.model.ModelSession;
import dev.belay.session.suffix.WeightSuffixSearch;
import dev.belay.torch.model.WeightsHash;
import java.util.List;
import java.util.Optional;

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

  private static PromptEncoder encoder(ChatPrompts prompts) {
    return new PromptEncoder() {
      @Override
      public int[] encode(ChatInput input) {
        return prompts.prompt(input);
      }

      @Override
      public Optional<String> opensReasoning() {
        return prompts.opensReasoning();
      }
    };
  }

  /**
   * Runs the suites, or what is left of them in the folder.
   *
   * @throws dev.belay.core.error.BadInputException when the folder holds another evaluation
   */
  public EvaluationResult run(EvaluationRun run) {
    EvaluationSettings settings =
        new EvaluationSettings(
            WeightsHash.of(run.weights()), run.seed(), run.samples(), session.prompts().kwargs());
    EvaluationReporter reporter = new EvaluationReporter(run.when(), progress);
    try (WeightSuffixSearch search =
        new WeightSuffixSearch(run.weights(), session.prompts(), session.type())) {
      CompletionSource source =
          new CompletionSource(session.engine(), encoder(session.prompts()), settings)
              .withSearch(search);
      EvaluationResult result = new Evaluation(source, reporter).run(suites, run.folder());
      reporter.finish();
      return result;
    }
  }
}
