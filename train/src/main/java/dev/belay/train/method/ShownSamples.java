package dev.belay.train.method;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.train.step.RolloutLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whoever watches what a step sampled: a completion that earned much and one that earned
 * little, of the prompt whose completions differ most.
 */
public final class ShownSamples implements StepObserver {

  private final RunDirectory run;
  private final Progress progress;
  private final int everySteps;
  private boolean saidThatThereAreNone;

  /**
   * An observer that changes nothing of the run.
   *
   * @param progress whose {@link Progress#samplesEverySteps()} is above 0
   */
  public ShownSamples(RunDirectory run, Progress progress) {
    this.run = run;
    this.progress = progress;
    this.everySteps = progress.samplesEverySteps();
  }

  @Override
  public Decision after(StepReport report) {
    if (report.step() % everySteps == 0) {
      tell(report.step());
    }
    return Decision.GO_ON;
  }

  private void tell(long step) {
    Path file = run.rollout(step);
    if (Files.exists(file)) {
      lines(step, RolloutLog.read(file)).forEach(progress::note);
    } else if (!saidThatThereAreNone) {
      saidThatThereAreNone = true;
      progress.note("no samples to show: this method samples no completions while it trains");
    }
  }

  /** What is told of a step's completions. */
  static List<String> lines(long step, List<JsonNode> completions) {
    List<JsonNode> rewarded =
        completions.stream().filter(line -> line.path("reward").isNumber()).toList();
    if (rewarded.isEmpty()) {
      return List.of(
          "step %d: none of %d completions has a reward.".formatted(step, completions.size()));
    }
    List<JsonNode> group = widest(rewarded);
    JsonNode worst =
        group.stream().min(Comparator.comparingDouble(ShownSamples::reward)).orElseThrow();
    JsonNode best =
        group.stream().max(Comparator.comparingDouble(ShownSamples::reward)).orElseThrow();
    SampleText text = new SampleText();
    if (reward(best) == reward(worst)) {
      text.heading(
          "step %d, %d completions, no two of one prompt with different rewards; one of them"
              .formatted(step, completions.size()));
      text.prompt(best);
      text.completion("sample", best);
    } else {
      text.heading(
          "step %d, a good and a bad one of %d completions".formatted(step, completions.size()));
      text.prompt(best);
      text.completion("good", best);
      text.completion("bad", worst);
    }
    return text.lines();
  }

  /** The first of the groups whose rewards lie farthest apart. */
  private static List<JsonNode> widest(List<JsonNode> rewarded) {
    Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
    for (JsonNode line : rewarded) {
      groups
          .computeIfAbsent(
              line.path("group").asText() + " " + line.path("id").asText(), _ -> new ArrayList<>())
          .add(line);
    }
    List<JsonNode> widest = List.of();
    double spread = -1;
    for (List<JsonNode> group : groups.values()) {
      double low = group.stream().mapToDouble(ShownSamples::reward).min().orElse(0);
      double high = group.stream().mapToDouble(ShownSamples::reward).max().orElse(0);
      if (high - low > spread) {
        spread = high - low;
        widest = group;
      }
    }
    return widest;
  }

  private static double reward(JsonNode line) {
    return line.path("reward").doubleValue();
  }
}
