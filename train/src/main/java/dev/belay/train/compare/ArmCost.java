package dev.belay.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.run.JsonLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a step of an arm's training cost, by the log of its run. Arms of a comparison share a
 * process, so that the memory of a later one holds what earlier ones left.
 *
 * @param steps that were logged
 * @param secondsPerStep their mean
 * @param mostBytes the most that the process had at the end of a step; empty where nothing told
 */
public record ArmCost(long steps, double secondsPerStep, OptionalLong mostBytes) {

  /** Reads the log of a run; empty where it has no steps. */
  static Optional<ArmCost> of(Path run) {
    Path log = run.resolve("metrics.jsonl");
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    List<JsonNode> steps =
        JsonLines.readWhole(log).stream()
            .filter(line -> line.path("step_seconds").isNumber())
            .toList();
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ArmCost(
            steps.size(),
            steps.stream().mapToDouble(line -> line.path("step_seconds").asDouble()).sum()
                / steps.size(),
            steps.stream()
                .mapToLong(line -> line.path("memory_bytes").asLong())
                .filter(bytes -> bytes > 0)
                .max()));
  }
}
