package dev.belay.train.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Instruction;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Label;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.RefusalsPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What the model says before training to requests that it is to go on refusing, and to harmless
 * ones that it is to go on answering. Where it does the other thing, that is not gone over: a
 * request that it complies with teaches no refusal.
 *
 * @param refusals its own, of requests that it refuses
 * @param answers its own, of harmless requests that it answers
 */
record OwnRefusals(List<TokenSequence> refusals, List<TokenSequence> answers) {

  /** Completes the prompts greedily, or reads what an earlier process of this run completed. */
  static OwnRefusals of(
      RefusalsPlan plan, RunDirectory run, ModelSession session, Progress progress) {
    try {
      Files.createDirectories(run.refusals());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + run.refusals() + ": " + e.getMessage(), e);
    }
    Making making = new Making(plan, run, session, progress);
    return new OwnRefusals(
        making.of(plan.refuse(), "refuse", Label.FULL_REFUSAL),
        making.of(plan.answer(), "answer", Label.FULL_COMPLIANCE));
  }

  /** What making them takes. */
  private record Making(
      RefusalsPlan plan, RunDirectory run, ModelSession session, Progress progress) {

    List<TokenSequence> of(List<Instruction> prompts, String kind, Label wanted) {
      Judge judge = new RefusalPatternJudge();
      List<TokenSequence> own =
          new SelfCompletions(
                  run.refusals().resolve(kind + ".jsonl"),
                  "completing prompts to %s with the model itself".formatted(kind),
                  false)
                  .of(
                      prompts,
                      session,
                      plan.spec().maxCompletionTokens(),
                      progress,
                      line -> isLabelled(line, wanted, judge))
                  .stream()
                  .filter(sequence -> sequence.completionTokenIds().length > 0)
                  .toList();
      if (own.isEmpty()) {
        throw new BadInputException(
            "train.refusals.%s: of %d prompts to %s the model does so with none, so there is nothing of its own to go over. Take other prompts, or align it first."
                .formatted(kind, prompts.size(), kind));
      }
      progress.note(
          "refusals: of %d prompts to %s the model does so with %d, which are gone over"
              .formatted(prompts.size(), kind, own.size()));
      return own;
    }
  }

  private static boolean isLabelled(JsonNode line, Label wanted, Judge judge) {
    String prompt = line.path("prompt").asText();
    return judge.judge(prompt, line.path("completion").asText()).label() == wanted;
  }
}
