package dev.belay.train.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.model.Answer;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgedAnswers;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.prediction.PromptSample;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.Rollout;
import dev.belay.train.step.RolloutStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Completions of a model with reward and judgement, kept as JSON Lines: whole prompts at a time, so
 * that whoever is cut off goes on after the last whole batch.
 */
final class BaseSamples {

  /** Prompts that are sampled, and kept, together. */
  private static final int BATCH = 4;

  private final String whom;
  private final Path file;
  private final RolloutStep step;
  private final RewardStep reward;
  private final Judge judge;
  private final int completions;

  /**
   * Completions of a model.
   *
   * @param whom what progress calls it
   */
  BaseSamples(
      String whom, Path file, RolloutStep step, TrainSpec.Rlvr spec, Judge judge, int completions) {
    this.whom = whom;
    this.file = file;
    this.step = step;
    this.reward = RewardStep.of(spec);
    this.judge = judge;
    this.completions = completions;
  }

  /** Samples the problems, or reads what an earlier process sampled. */
  List<PromptSample> of(List<Problem> problems, Progress progress) {
    StringBuilder text = new StringBuilder();

    List<JsonNode> kept = JsonLines.readWhole(file);
    int whole = kept.size() / (BATCH * completions) * BATCH;
    int from = kept.size() == problems.size() * completions ? problems.size() : whole;
    kept.subList(0, from * completions).forEach(line -> append(text, line));
    progress.start("sampling " + whom, problems.size());
    while (from < problems.size()) {
      int to = Math.min(from + BATCH, problems.size());
      lines(step.run(from / BATCH, problems.subList(from, to))).forEach(l -> append(text, l));
      AtomicFiles.write(file, text.toString());
      from = to;
      progress.update(to, "");
    }
    progress.finish(problems.size() + " prompts");
    return read();
  }

  private static void append(StringBuilder text, JsonNode line) {
    try {
      text.append(Json.MAPPER.writeValueAsString(line)).append('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always valid JSON", e);
    }
  }

  private List<ObjectNode> lines(List<Rollout> rollouts) {
    double[] scores = reward.run(rollouts, new double[rollouts.size()]).batch().scores();
    List<Answer> answers = rollouts.stream().map(Rollout::answer).toList();
    List<Judgement> judgements =
        JudgedAnswers.judge(
            judge,
            rollouts.stream().map(rollout -> rollout.problem().question()).toList(),
            answers);
    List<ObjectNode> lines = new ArrayList<>();
    for (int i = 0; i < rollouts.size(); i++) {
      Rollout rollout = rollouts.get(i);
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("id", rollout.problem().id());
      if (!rollout.problem().earlier().isEmpty()) {
        line.set("earlier", Json.MAPPER.valueToTree(rollout.problem().earlier()));
      }
      line.put("prompt", rollout.problem().question());
      line.put("completion", answers.get(i).text());
      for (int id : rollout.completion().tokenIds()) {
        line.withArray("token_ids").add(id);
      }
      line.put("finish_reason", rollout.completion().finishReason().snakeCase());
      line.put("reward", Double.isNaN(scores[i]) ? null : Double.valueOf(scores[i]));
      line.put("label", judgements.get(i).label().snakeCase());
      line.put(
          "safety",
          judgements.get(i).label().refused().map(refused -> refused ? 1.0 : 0.0).orElse(null));
      lines.add(line);
    }
    return lines;
  }

  private List<PromptSample> read() {
    Map<String, List<JsonNode>> byPrompt = new LinkedHashMap<>();
    for (JsonNode line : JsonLines.readWhole(file)) {
      if (!line.path("id").isTextual() || !line.has("reward") || !line.has("safety")) {
        throw new BadInputException(file + ": holds a line that is no completion. Delete it.");
      }
      byPrompt.computeIfAbsent(line.get("id").textValue(), _ -> new ArrayList<>()).add(line);
    }
    List<PromptSample> samples = new ArrayList<>();
    byPrompt.forEach((id, lines) -> samples.add(sample(id, lines)));
    return samples;
  }

  private static PromptSample sample(String id, List<JsonNode> lines) {
    List<JsonNode> decided =
        lines.stream()
            .filter(line -> line.get("reward").isNumber() && line.get("safety").isNumber())
            .toList();
    return new PromptSample(
        id,
        decided.stream().mapToDouble(line -> line.get("reward").doubleValue()).toArray(),
        decided.stream().mapToDouble(line -> line.get("safety").doubleValue()).toArray(),
        lines.size() - decided.size());
  }

  /** Refuses a folder whose completions were sampled of other settings. */
  static void requireSame(Path settings, String wanted) {
    String found = read(settings, wanted);
    if (!found.equals(wanted)) {
      throw new BadInputException(
          settings.getParent()
              + ": holds a prediction of other settings (settings.json there). Choose another"
              + " --out.");
    }
  }

  private static String read(Path settings, String wanted) {
    try {
      if (Files.exists(settings)) {
        return Files.readString(settings);
      }
      Files.createDirectories(settings.getParent());
      AtomicFiles.write(settings, wanted);
      return wanted;
    } catch (IOException e) {
      throw new BadInputException(settings + ": cannot be used: " + e.getMessage(), e);
    }
  }
}
