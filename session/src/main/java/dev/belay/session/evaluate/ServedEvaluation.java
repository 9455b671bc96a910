package dev.belay.session.evaluate;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.openai.ServedModel;
import dev.belay.core.openai.ServerException;
import dev.belay.core.run.Progress;
import dev.belay.core.run.Provenance;
import dev.belay.safety.eval.CompletionSource;
import dev.belay.safety.eval.Evaluation;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSettings;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.plan.SuitePlan;
import java.nio.file.Path;
import java.util.List;

/** Measures suites on a model behind a server. */
public final class ServedEvaluation {
  /** Who chooses settings of the sampler that nobody asked for. */
  public enum Unasked {
    /** They are sent by their values that change nothing, where the server takes them. */
    NEUTRAL,
    /** They are not sent, and the server chooses. */
    LEFT_TO_SERVER
  }

  private final ServedModel named;
  private final SuitePlan plan;
  private final Progress progress;
  private final Unasked unasked;

  /** An evaluation of a served model; nothing is asked yet. */
  public ServedEvaluation(ServedModel named, SuitePlan plan, Progress progress, Unasked unasked) {
    this.named = named;
    this.unasked = unasked;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs the suites, or what is left of them in the folder, and writes {@code provenance.json}.
   *
   * @throws BadInputException when suites need what the server cannot do, or the folder holds
   *     another evaluation
   * @throws ServerException when the server stops answering; what is finished is kept
   */
  public EvaluationResult run(long seed, int samples, Path folder) {
    refuseUnsupported();
    ServedModel model = unasked == Unasked.NEUTRAL ? named.neutral(law(), progress::note) : named;
    model.requireOneModel();
    ServedFolder files = new ServedFolder(folder);
    EvaluationSettings settings =
        EvaluationSettings.served(files.identity(model), seed, samples, model.sampler());
    Provenance about =
        Provenance.ofThisProcess()
            .put("server_defaults", unasked == Unasked.LEFT_TO_SERVER)
            .put("suites", EvaluationProvenance.suites(plan))
            .put("model", settings.model())
            .put("seed", seed);
    EvaluationReporter reporter = new EvaluationReporter("", progress);
    try {
      EvaluationResult result =
          new Evaluation(new CompletionSource(model, settings), reporter)
              .run(plan.planned(), folder, () -> files.write(model, about));
      reporter.finish();
      files.write(model, about);
      return result;
    } catch (ServerException e) {
      files.write(model, about); // Also what became of each server until then.
      throw e;
    }
  }

  /** Suites differ in their longest length at most. */
  private Sampling law() {
    return plan.planned().stream()
        .map(PlannedSuite::sampling)
        .findFirst()
        .orElseGet(() -> Sampling.greedy(1));
  }

  private void refuseUnsupported() {
    List<String> raw = plan.asking(ChatInput::isRaw);
    if (!raw.isEmpty()) {
      throw new BadInputException(
          "%s: give the model a text without a chat template, and a server applies its own. Write fewshot: { as: message } or { as: turns }, or evaluate the model's directory."
              .formatted(String.join(", ", raw)));
    }
    List<String> prefilled = plan.asking(input -> !input.prefill().isEmpty());
    if (!prefilled.isEmpty() && !named.goesOnWithPrefill()) {
      throw new BadInputException(
          "%s: begin the completion for the model, and %s does not go on with such a beginning (or does not count prompt tokens, so that it cannot be told). Leave out that attack, use a server that knows continue_final_message, or evaluate the model's directory."
              .formatted(String.join(", ", prefilled), named.identity()));
    }
  }
}
