package dev.belay.train.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.VerifiedSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifiers;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.train.step.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rejection sampling: completions of problems that the model samples before training, of which
 * those are learned that a verifier accepts. All are kept in the run directory with their verdicts,
 * so that a resumed run learns the same ones, and anybody can read what was turned away and why.
 *
 * <p>At temperature 1 the accepted completions of a problem are a sample of the model's own law
 * given success, {@code q(· | g = 1)}: the limit of the KL-anchored optimum as its coefficient goes
 * to 0 ({@code docs/theory.md}). Completions that were drawn twice count twice, since dropping one
 * would change that law.
 */
final class VerifiedCompletions {

  /** Above this share of completions cut off the length, not the model, decides what is kept. */
  private static final double MANY_CUT_OFF = 1.0 / 3;

  private final Path file;
  private final VerifiedSpec spec;
  private final TrainingPlan.Sft planned;
  private final long seed;

  /**
   * Completions that are kept in a file.
   *
   * @param planned problems, and who checks their completions
   * @param seed the run's
   */
  VerifiedCompletions(Path file, VerifiedSpec spec, TrainingPlan.Sft planned, long seed) {
    this.file = file;
    this.spec = spec;
    this.planned = planned;
    this.seed = seed;
  }

  /**
   * Samples and checks, or reads what an earlier process of this run sampled.
   *
   * @throws BadInputException if no completion was accepted
   */
  List<TokenSequence> of(TextGenerator generator, ChatPrompts prompts, Progress progress) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < planned.problems().size(); i++) {
      int[] prompt = prompts.prompt(planned.problems().get(i));
      for (int k = 0; k < spec.samples(); k++) {
        requests.add(new GenerationRequest(prompt, Seeds.derive(seed, "verified", i, k)));
      }
    }
    if (!Files.exists(file)) {
      progress.start("sampling completions to verify", requests.size());
      List<Completion> completions =
          generator.generate(
              requests,
              Sampling.atTemperature(spec.temperature(), spec.maxCompletionTokens()),
              done -> progress.update(done, ""));
      progress.finish(requests.size() + " completions");
      write(completions, prompts);
    }
    return read(requests, progress);
  }

  private void write(List<Completion> completions, ChatPrompts prompts) {
    StringBuilder text = new StringBuilder();
    int kept = 0;
    try {
      for (int i = 0; i < completions.size(); i++) {
        Completion completion = completions.get(i);
        int sample = i % spec.samples();
        kept = sample == 0 ? 0 : kept;
        Problem problem = planned.problems().get(i / spec.samples());
        Verdict verdict = verdict(completion, problem, prompts);
        boolean keeps = verdict.state() == Verdict.State.CORRECT && kept < spec.most();
        kept += keeps ? 1 : 0;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", problem.id());
        line.put("sample", sample);
        if (!problem.earlier().isEmpty()) {
          line.put("earlier", problem.earlier());
        }
        line.put("prompt", problem.question());
        line.put("completion", completion.text());
        line.put("token_ids", completion.tokenIds());
        line.put("finish_reason", completion.finishReason().snakeCase());
        line.put("state", verdict.state().name().toLowerCase(Locale.ROOT));
        line.put("extracted", verdict.extracted());
        line.put("kept", keeps);
        text.append(Json.MAPPER.writeValueAsString(line)).append('\n');
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a completion holds something JSON cannot", e);
    }
    AtomicFiles.write(file, text.toString());
  }

  /** A completion that was cut off has given no answer, and would teach not to end. */
  private Verdict verdict(Completion completion, Problem problem, ChatPrompts prompts) {
    Answer answer =
        Answer.of(completion.text(), completion.finishReason(), prompts.opensReasoning());
    return Ended.verdict(
        completion,
        planned.verifier().orElseGet(() -> Verifiers.of(problem)).verify(answer, problem));
  }

  private List<TokenSequence> read(List<GenerationRequest> requests, Progress progress) {
    List<JsonNode> lines = JsonLines.readWhole(file);
    if (lines.size() != requests.size()) {
      throw new IllegalStateException(
          "%s has %d completions, not %d".formatted(file, lines.size(), requests.size()));
    }
    VerifiedCounts counts = new VerifiedCounts(spec.samples());
    List<TokenSequence> sequences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = lines.get(i);
      counts.add(
          line.path("state").asText(),
          line.path("finish_reason").asText().equals(FinishReason.LENGTH.snakeCase()));
      if (line.path("kept").asBoolean()) {
        sequences.add(
            new TokenSequence(requests.get(i).promptTokenIds(), ids(line.path("token_ids"))));
      }
    }
    progress.note(counts.sentence(sequences.size()));
    if (counts.cutOffShare() > MANY_CUT_OFF) {
      progress.warn(
          "train.verified: %.0f %% of the completions were cut off at %d tokens, and none of those is learned; raise max_completion_tokens"
              .formatted(100 * counts.cutOffShare(), spec.maxCompletionTokens()));
    }
    if (sequences.isEmpty()) {
      throw new BadInputException(
          "train.verified: none of %d completions of %d problems was accepted, so there is nothing to learn. Take easier problems, more samples or longer completions (max_completion_tokens: %d)."
              .formatted(lines.size(), planned.problems().size(), spec.maxCompletionTokens()));
    }
    return List.copyOf(sequences);
  }

  private static int[] ids(JsonNode array) {
    int[] ids = new int[array.size()];
    for (int t = 0; t < ids.length; t++) {
      ids[t] = array.path(t).asInt();
    }
    return ids;
  }
}
