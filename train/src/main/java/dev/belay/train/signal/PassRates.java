package dev.belay.train.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.TruncationSpec.Handling;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.Rollout;
import dev.belay.train.step.RolloutLog;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has the model complete every training prompt several times before training, and counts. Rates and
 * completions are kept, a batch of prompts at a time, so that whoever is cut off goes on after the
 * last whole batch and has the same.
 */
public final class PassRates {

  /** Prompts that are sampled, and kept, together. */
  private static final int BATCH = 16;

  /** Of a sum of weights. */
  private static final double ROUNDING = 1e-9;

  private final Path folder;
  private final RolloutStep step;
  private final RewardStep reward;
  private final double best;
  private final Handling truncation;

  /**
   * Rates that are kept in a folder.
   *
   * @param step samples from the model before training, as often as wanted
   * @param reward scores completions
   * @param best the score of a completion that solves its problem
   * @param truncation whether completions that were cut off count
   */
  public PassRates(
      Path folder, RolloutStep step, RewardStep reward, double best, Handling truncation) {
    this.folder = folder;
    this.step = step;
    this.reward = reward;
    this.best = best;
    this.truncation = truncation;
  }

  /** The rates of the problems, in their order, sampled as far as they are not kept. */
  public List<PassRate> of(List<Problem> problems, Progress progress) {
    List<PassRate> rates = kept(problems);
    if (rates.size() < problems.size()) {
      progress.start("finding what the model can do before training", problems.size());
      while (rates.size() < problems.size()) {
        int to = Math.min(rates.size() + BATCH, problems.size());
        rates.addAll(sampled(rates.size() / BATCH, problems.subList(rates.size(), to)));
        write(rates);
        progress.update(to, "");
      }
      progress.finish(problems.size() + " prompts");
    }
    return List.copyOf(rates);
  }

  private List<PassRate> sampled(int batch, List<Problem> problems) {
    Scored scored = reward.score(step.run(batch, problems));
    RolloutLog.write(
        folder.resolve("completions-%05d.jsonl.zst".formatted(batch + 1)), scored.rollouts());
    int each = scored.size() / problems.size();
    List<PassRate> rates = new ArrayList<>(problems.size());
    for (int i = 0; i < problems.size(); i++) {
      rates.add(rate(problems.get(i), scored, i * each, (i + 1) * each));
    }
    return rates;
  }

  private PassRate rate(Problem problem, Scored scored, int from, int to) {
    int decided = 0;
    int solved = 0;
    int cutOff = 0;
    for (int i = from; i < to; i++) {
      Rollout rollout = scored.rollouts().get(i);
      boolean counts = truncation != Handling.MASK || !rollout.isCutOff();
      boolean isDecided = counts && !Double.isNaN(scored.scores()[i]);
      decided += isDecided ? 1 : 0;
      solved += isDecided && scored.scores()[i] >= best - ROUNDING ? 1 : 0;
      cutOff += rollout.isCutOff() ? 1 : 0;
    }
    return new PassRate(problem.id(), to - from, decided, solved, cutOff);
  }

  private Path file() {
    return folder.resolve("rates.jsonl");
  }

  private void write(List<PassRate> rates) {
    StringBuilder text = new StringBuilder();
    try {
      for (PassRate rate : rates) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", rate.id());
        line.put("completions", rate.completions());
        line.put("decided", rate.decided());
        line.put("solved", rate.solved());
        line.put("cut_off", rate.cutOff());
        text.append(Json.MAPPER.writeValueAsString(line)).append('\n');
      }
      Files.createDirectories(folder);
      AtomicFiles.write(file(), text.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values are always valid JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file() + ": " + e.getMessage(), e);
    }
  }

  /** What an earlier process of this run found. */
  private List<PassRate> kept(List<Problem> problems) {
    List<PassRate> rates = new ArrayList<>();
    for (JsonNode line : JsonLines.readWhole(file())) {
      int at = rates.size();
      if (at >= problems.size() || !problems.get(at).id().equals(line.path("id").asText())) {
        throw new BadInputException(
            "%s:%d: is of another prompt than the recipe has there. Delete %s to sample anew."
                .formatted(file(), at + 1, folder));
      }
      rates.add(read(line, at + 1));
    }
    return rates;
  }

  private PassRate read(JsonNode line, int number) {
    try {
      return new PassRate(
          line.path("id").asText(),
          line.path("completions").asInt(),
          line.path("decided").asInt(-1),
          line.path("solved").asInt(-1),
          line.path("cut_off").asInt(-1));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "%s:%d: is no pass rate: %s. Delete %s to sample anew."
              .formatted(file(), number, e.getMessage(), folder),
          e);
    }
  }
}
