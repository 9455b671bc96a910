package dev.belay.train.preference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.recipe.PairsSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.train.step.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Completions of problems by the model before training, each with its verdict, kept as JSON Lines:
 * token ids and all, so that a resumed run has the same. The seed of a completion depends on the
 * problem's id and its number alone.
 */
final class JudgedSamples {

  /** Completions that are sampled, and kept, together. */
  private static final int BATCH = 128;

  private final Path file;
  private final TextGenerator generator;
  private final ChatPrompts prompts;
  private final Verifier verifier;
  private final PairsSpec spec;
  private final long seed;

  /** A completion and what the verifier says of it. */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  record Sample(int[] tokenIds, Verdict.State state) {}

  /**
   * Samples that are kept in a file.
   *
   * @param generator samples from the weights before training
   * @param seed the run's seed
   */
  JudgedSamples(
      Path file,
      TextGenerator generator,
      ChatPrompts prompts,
      Verifier verifier,
      PairsSpec spec,
      long seed) {
    this.file = file;
    this.generator = generator;
    this.prompts = prompts;
    this.verifier = verifier;
    this.spec = spec;
    this.seed = seed;
  }

  /** Samples the problems, or goes on where an earlier process was cut off. */
  List<List<Sample>> of(List<Problem> problems, Progress progress) {
    int each = spec.completions();
    List<JsonNode> kept = JsonLines.readWhole(file);
    int done = Math.min(kept.size() / each, problems.size());
    if (done < problems.size()) {
      StringBuilder whole = new StringBuilder();
      kept.subList(0, done * each).forEach(line -> append(whole, line));
      AtomicFiles.write(file, whole.toString());
      sample(problems, done, progress);
      kept = JsonLines.readWhole(file);
    }
    List<List<Sample>> samples = new ArrayList<>(problems.size());
    for (int i = 0; i < problems.size(); i++) {
      samples.add(samples(problems.get(i), kept.subList(i * each, (i + 1) * each)));
    }
    return samples;
  }

  private void sample(List<Problem> problems, int done, Progress progress) {
    progress.start("sampling pairs from the model before training", problems.size());
    int step = Math.max(1, BATCH / spec.completions());
    for (int from = done; from < problems.size(); from += step) {
      int to = Math.min(from + step, problems.size());
      JsonLines.append(file, lines(problems.subList(from, to)));
      progress.update(to, "");
    }
    progress.finish("%d completions".formatted((long) problems.size() * spec.completions()));
  }

  private String lines(List<Problem> problems) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Problem problem : problems) {
      int[] prompt = prompts.prompt(problem);
      long own = Seeds.derive(seed, "pairs", problem.id());
      for (int i = 0; i < spec.completions(); i++) {
        requests.add(new GenerationRequest(prompt, Seeds.derive(own, "completion", i)));
      }
    }
    List<Completion> completions = generator.generate(requests, spec.sampling());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < completions.size(); i++) {
      append(text, line(problems.get(i / spec.completions()), completions.get(i)));
    }
    return text.toString();
  }

  private ObjectNode line(Problem problem, Completion completion) {
    Answer answer =
        Answer.of(completion.text(), completion.finishReason(), prompts.opensReasoning());
    Verdict verdict = Ended.verdict(completion, verifier.verify(answer, problem));
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", problem.id());
    if (!problem.earlier().isEmpty()) {
      line.set("earlier", Json.MAPPER.valueToTree(problem.earlier()));
    }
    line.put("prompt", problem.question());
    line.put("completion", completion.text());
    for (int id : completion.tokenIds()) {
      line.withArray("token_ids").add(id);
    }
    line.put("finish_reason", completion.finishReason().snakeCase());
    line.put("verdict", verdict.state().name().toLowerCase(Locale.ROOT));
    line.put("extracted", verdict.extracted());
    return line;
  }

  private static void append(StringBuilder text, JsonNode line) {
    try {
      text.append(Json.MAPPER.writeValueAsString(line)).append('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always valid JSON", e);
    }
  }

  private List<Sample> samples(Problem problem, List<JsonNode> lines) {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode line : lines) {
      if (!line.path("id").asText().equals(problem.id())) {
        throw new BadInputException(
            "%s: holds completions of \"%s\" where those of \"%s\" belong. Delete it."
                .formatted(file, line.path("id").asText(), problem.id()));
      }
      JsonNode ids = line.path("token_ids");
      int[] tokens = new int[ids.size()];
      for (int t = 0; t < tokens.length; t++) {
        tokens[t] = ids.get(t).asInt();
      }
      samples.add(new Sample(tokens, state(line.path("verdict").asText())));
    }
    return samples;
  }

  private Verdict.State state(String name) {
    for (Verdict.State state : Verdict.State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(name)) {
        return state;
      }
    }
    throw new BadInputException("%s: knows no verdict \"%s\". Delete it.".formatted(file, name));
  }
}
