package dev.belay.train.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.advantage.SafetyConstraint;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The multiplier between the task and requests in between. The task's completions have no cost, and
 * requests no reward but that of not costing anything, so that {@code A = A_R / (1 + l)} for the
 * one and {@code −l A_C / (1 + l)} for the other.
 */
public final class SafetyMultiplier implements Stateful {

  private final SafetyConstraint constraint;
  private double value;

  /** A multiplier that stands at the constraint's first. */
  public SafetyMultiplier(SafetyConstraint constraint) {
    this.constraint = constraint;
    this.value = constraint.initial();
  }

  double value() {
    return value;
  }

  /**
   * Weighs the advantages of a step.
   *
   * @param advantages of each token, where a request's are those of its reward, 1 less its cost,
   *     shape {@code [M]}
   * @param offsets where each completion's tokens begin, and M last, shape {@code [B + 1]}
   * @return shape {@code [M]}
   */
  public double[] weigh(double[] advantages, int[] offsets, List<Rollout> rollouts) {
    double[] weighed = new double[advantages.length];
    for (int i = 0; i < rollouts.size(); i++) {
      boolean request = rollouts.get(i).isRequest();
      for (int t = offsets[i]; t < offsets[i + 1]; t++) {
        weighed[t] =
            request
                ? SafetyConstraint.combined(value, 0, -advantages[t])
                : SafetyConstraint.combined(value, advantages[t], 0);
      }
    }
    return weighed;
  }

  /**
   * Moves after a step, by all that was sampled in it.
   *
   * @return what to log: the multiplier as it was in the step, and the cost if any was decided
   */
  public Map<String, Double> after(List<Rollout> sampled) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("safety_multiplier", value);
    OptionalDouble cost = RequestMetrics.cost(sampled);
    if (cost.isPresent()) {
      metrics.put("safety_cost", cost.getAsDouble());
      value = constraint.next(value, cost.getAsDouble());
    }
    return metrics;
  }

  @Override
  public String name() {
    return "safety-multiplier";
  }

  @Override
  public void write(Path folder) throws IOException {
    AtomicFiles.write(
        file(folder), Json.MAPPER.writeValueAsString(Map.of("multiplier", value)) + "\n");
  }

  @Override
  public void read(Path folder) throws IOException {
    JsonNode found;
    try {
      found = Json.MAPPER.readTree(Files.readString(file(folder))).path("multiplier");
    } catch (JsonProcessingException e) {
      throw new BadInputException(file(folder) + ": is no multiplier: not JSON.", e);
    }
    if (!found.isNumber() || !(found.asDouble() > 0)) {
      throw new BadInputException(
          file(folder) + ": is no multiplier: multiplier must be a number above 0.");
    }
    value = found.asDouble();
  }

  private static Path file(Path folder) {
    return folder.resolve("multiplier.json");
  }
}
