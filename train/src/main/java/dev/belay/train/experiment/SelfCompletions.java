package dev.belay.train.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.Instruction;
import dev.belay.core.json.Json;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.AskedJson;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.AskedPrompt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * The model's own greedy completions of prompts, made before training: what it said then is what it
 * is to go on saying. They are kept in the run directory, token ids and all, so that a resumed run
 * has the same.
 */
final class SelfCompletions {

  private final Path file;
  private final String work;
  private final boolean imitated;

  /**
   * Completions that are kept in a file.
   *
   * @param work what making them is called on the progress line
   * @param imitated whether they are learned as they are, their ends included
   */
  SelfCompletions(Path file, String work, boolean imitated) {
    this.file = file;
    this.work = work;
    this.imitated = imitated;
  }

  /** Completes the prompts, or reads what an earlier process of this run completed. */
  List<TokenSequence> of(
      List<Instruction> prompts, ModelSession session, int maxTokens, Progress progress) {
    return of(prompts, session, maxTokens, progress, _ -> true);
  }

  /**
   * The same, of which some are left out.
   *
   * @param taken whether a line of the file is not; it has what was asked and what was said
   */
  List<TokenSequence> of(
      List<Instruction> prompts,
      ModelSession session,
      int maxTokens,
      Progress progress,
      Predicate<JsonNode> taken) {
    List<AskedPrompt> asked = prompts.stream().map(AskedPrompt::directly).toList();
    return List.copyOf(byPrompt(asked, session, maxTokens, progress, taken).values());
  }

  /** The same of prompts that are asked in other ways too, by the index of each. */
  SequencedMap<Integer, TokenSequence> byPrompt(
      List<AskedPrompt> prompts, ModelSession session, int maxTokens, Progress progress) {
    return byPrompt(prompts, session, maxTokens, progress, _ -> true);
  }

  private SequencedMap<Integer, TokenSequence> byPrompt(
      List<AskedPrompt> prompts,
      ModelSession session,
      int maxTokens,
      Progress progress,
      Predicate<JsonNode> taken) {
    List<GenerationRequest> requests = new ArrayList<>(prompts.size());
    for (AskedPrompt prompt : prompts) {
      requests.add(new GenerationRequest(session.prompts().prompt(prompt.input()), 0));
    }
    if (!Files.exists(file)) {
      progress.start(work, prompts.size());
      List<Completion> completions =
          session
              .engine()
              .generate(requests, Sampling.greedy(maxTokens), done -> progress.update(done, ""));
      progress.finish(prompts.size() + " completions");
      noteCutOff(completions, maxTokens, progress);
      write(prompts, completions);
    }
    return read(file, requests, taken);
  }

  /** What was cut off is imitated without its end, and teaches none. */
  private void noteCutOff(List<Completion> completions, int maxTokens, Progress progress) {
    long cut =
        completions.stream().filter(one -> one.finishReason() == FinishReason.LENGTH).count();
    if (imitated && 3 * cut > completions.size()) {
      progress.warn(
          "%d of %d completions were cut off at %d tokens: imitating them teaches no end of a turn; allow more tokens"
              .formatted(cut, completions.size(), maxTokens));
    }
  }

  private void write(List<AskedPrompt> prompts, List<Completion> completions) {
    StringBuilder text = new StringBuilder();
    try {
      for (int i = 0; i < completions.size(); i++) {
        text.append(Json.MAPPER.writeValueAsString(line(prompts.get(i), completions.get(i))))
            .append('\n');
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a completion holds something JSON cannot", e);
    }
    AtomicFiles.write(file, text.toString());
  }

  /** The prompt stands as it was; what an attack made of it, as in the files of evaluations. */
  private static ObjectNode line(AskedPrompt asked, Completion completion) {
    Instruction prompt = asked.prompt();
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("id", prompt.id());
    if (!prompt.earlier().isEmpty()) {
      line.putPOJO("earlier", prompt.earlier());
    }
    line.put("prompt", prompt.prompt());
    if (!asked.isDirect()) {
      line.put("attack", asked.attack().label());
      AskedJson.put(line, prompt.turns(), asked.input());
    }
    line.put("completion", completion.text());
    line.putPOJO("token_ids", completion.tokenIds());
    line.put("finish_reason", completion.finishReason().snakeCase());
    return line;
  }

  /**
   * Reads what was completed. An empty completion that the model ended by itself is learned, as its
   * end; one that was cut off before its first token says nothing.
   *
   * @param requests in the order of the file
   */
  static List<TokenSequence> read(Path file, List<GenerationRequest> requests) {
    return List.copyOf(read(file, requests, _ -> true).values());
  }

  private static SequencedMap<Integer, TokenSequence> read(
      Path file, List<GenerationRequest> requests, Predicate<JsonNode> taken) {
    List<JsonNode> lines = JsonLines.readWhole(file);
    if (lines.size() != requests.size()) {
      throw new IllegalStateException(
          "%s has %d completions for %d prompts".formatted(file, lines.size(), requests.size()));
    }
    SequencedMap<Integer, TokenSequence> sequences = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!taken.test(lines.get(i))) {
        continue;
      }
      JsonNode ids = lines.get(i).get("token_ids");
      int[] tokens = new int[ids.size()];
      for (int t = 0; t < tokens.length; t++) {
        tokens[t] = ids.get(t).asInt();
      }
      boolean empty = tokens.length == 0;
      if (!empty
          || FinishReason.EOS.snakeCase().equals(lines.get(i).path("finish_reason").asText())) {
        sequences.put(i, new TokenSequence(requests.get(i).promptTokenIds(), tokens));
      }
    }
    return sequences;
  }
}
