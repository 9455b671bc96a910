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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Measures suites on the weights that a session's engine has: for runs, and for themselves. */
public final class ModelEvaluation {

  private final ModelSession session;
  private final List<PlannedSuite> suites;
  private final Progress progress;
  private final Optional<EvaluationStore> store;

  /** An evaluation of a session's model; nothing is done yet. */
  public ModelEvaluation(ModelSession session, List<PlannedSuite> suites, Progress progress) {
    this(session, suites, progress, Optional.empty());
  }

  /**
   * The same where an evaluation that is finished on this machine need not be made again.
   *
   * @param store where finished ones are; empty makes every one
   */
  public ModelEvaluation(
      ModelSession session,
      List<PlannedSuite> suites,
      Progress progress,
      Optional<EvaluationStore> store) {
    this.session = session;
    this.suites = List.copyOf(suites);
    this.progress = progress;
    this.store = store;
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
   * Runs the suites, or what is left of them in the folder; or takes the evaluation from the store,
   * and says so.
   *
   * @throws dev.belay.core.error.BadInputException when the folder holds another evaluation
   */
  public EvaluationResult run(EvaluationRun run) {
    return run(run, WeightsHash.of(run.weights()));
  }

  /**
   * The same of weights that stand in no file.
   *
   * @param weights identifies those that the engine has; no attack may look into them
   */
  public EvaluationResult run(EvaluationRun run, String weights) {
    EvaluationSettings settings =
        new EvaluationSettings(weights, run.seed(), run.samples(), session.prompts().kwargs());
    EvaluationReporter reporter = new EvaluationReporter(run.when(), progress);
    try (WeightSuffixSearch search =
        new WeightSuffixSearch(run.weights(), session.prompts(), session.type())) {
      CompletionSource source =
          new CompletionSource(session.engine(), encoder(session.prompts()), settings)
              .withSearch(search);
      Evaluation evaluation = new Evaluation(source, reporter);
      EvaluationResult result =
          store
              .map(kept -> takenOrMade(kept, evaluation, run))
              .orElseGet(() -> evaluation.run(suites, run.folder()));
      reporter.finish();
      return result;
    }
  }

  /** Takes the evaluation if it is there or another process makes it, else makes and keeps it. */
  private EvaluationResult takenOrMade(
      EvaluationStore kept, Evaluation evaluation, EvaluationRun run) {
    Evaluation.Manifest manifest = evaluation.manifest(suites);
    EvaluationKey key = EvaluationKey.of(manifest.decisive(), session);
    boolean open =
        !EvaluationResult.isFinished(run.folder()) && !holdsAnother(run.folder(), manifest.text());
    if (open && isTaken(kept, key, manifest.text(), run)) {
      return evaluation.run(suites, run.folder());
    }
    try (EvaluationClaim _ = kept.claim(key, () -> progress.note(waiting(run)))) {
      if (open && isTaken(kept, key, manifest.text(), run)) {
        return evaluation.run(suites, run.folder());
      }
      EvaluationResult result = evaluation.run(suites, run.folder());
      kept.keep(key, run.folder(), progress);
      return result;
    }
  }

  private boolean isTaken(
      EvaluationStore kept, EvaluationKey key, String manifest, EvaluationRun run) {
    Optional<Instant> made = kept.take(key, manifest, run.folder());
    made.ifPresent(
        when ->
            progress.note(
                "%s: taken from one made here on %s (--fresh: anew)"
                    .formatted(named(run), when.toString().substring(0, "2026-01-01".length()))));
    return made.isPresent();
  }

  private static String waiting(EvaluationRun run) {
    return named(run) + ": another process measures what may be the same; waiting for it";
  }

  private static String named(EvaluationRun run) {
    return run.when().isEmpty() ? "evaluation" : "measuring " + run.when();
  }

  /** What was begun with other settings is refused, not written over. */
  private static boolean holdsAnother(Path folder, String manifest) {
    Path there = folder.resolve("evaluation.json");
    try {
      return Files.exists(there) && !Files.readString(there).equals(manifest);
    } catch (IOException e) {
      return true;
    }
  }
}
