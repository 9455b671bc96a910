package dev.belay.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How fast this machine was with arms that it ran: seconds a step, by the model and what makes a
 * step, and seconds a token of an evaluation, by the model. What is not there yet is not known.
 */
public final class MachineRates {

  /** What says how long training is, or on what, and not how much work a step is. */
  private static final List<String> NO_WORK =
      List.of("data", "steps", "epochs", "optimizer", "until", "kl", "checkpoint_every_steps");

  private final Path file;

  private MachineRates(Path file) {
    this.file = file;
  }

  /** The rates that a machine keeps beside its models. */
  public static MachineRates of(Path home) {
    return new MachineRates(home.resolve("rates.json"));
  }

  /** Seconds a step of training with all that stands beside it; empty if unknown. */
  OptionalDouble step(Recipe recipe) {
    return rate(stepKey(recipe));
  }

  /** Seconds of an evaluation for each token that its completions may have; empty if unknown. */
  OptionalDouble token(Recipe recipe) {
    return rate(tokenKey(recipe));
  }

  /**
   * Learns from an arm that ran from its beginning to its end.
   *
   * @param seconds it took
   * @param evaluated the folders of the evaluations that were made meanwhile
   * @param mostTokens that the completions of one evaluation can have
   */
  void learn(Recipe recipe, double seconds, long steps, List<Path> evaluated, long mostTokens) {
    double measuring = evaluated.stream().mapToDouble(MachineRates::seconds).sum();
    ObjectNode rates = read();
    if (steps > 0 && seconds > measuring) {
      rates.put(stepKey(recipe), (seconds - measuring) / steps);
    }
    if (!evaluated.isEmpty() && mostTokens > 0 && measuring > 0) {
      rates.put(tokenKey(recipe), measuring / evaluated.size() / mostTokens);
    }
    try {
      Files.createDirectories(file.resolveSibling(".").normalize());
      AtomicFiles.write(file, Json.pretty(rates) + "\n");
    } catch (IOException | UncheckedIOException e) {
      // An estimate that will be missing is no reason to end a comparison.
    }
  }

  private static double seconds(Path evaluation) {
    return JsonLines.readWhole(evaluation.resolve("timings.jsonl")).stream()
        .mapToDouble(line -> line.path("seconds").asDouble())
        .sum();
  }

  private OptionalDouble rate(String key) {
    JsonNode rate = read().path(key);
    return rate.isNumber() ? OptionalDouble.of(rate.asDouble()) : OptionalDouble.empty();
  }

  private ObjectNode read() {
    try {
      return Files.exists(file) && Json.MAPPER.readTree(file.toFile()) instanceof ObjectNode rates
          ? rates
          : Json.MAPPER.createObjectNode();
    } catch (IOException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private static String tokenKey(Recipe recipe) {
    return "evaluation " + model(recipe);
  }

  private static String stepKey(Recipe recipe) {
    Map<String, Object> work = new LinkedHashMap<>();
    if (recipe.resolved().get("train") instanceof Map<?, ?> train) {
      train.forEach((key, value) -> work.put(String.valueOf(key), value));
    }
    work.keySet().removeAll(NO_WORK);
    return "step %s %s".formatted(model(recipe), Sha256.of(Json.pretty(work)).substring(0, 16));
  }

  private static String model(Recipe recipe) {
    return recipe.model().name() + " " + recipe.model().dtype().name();
  }
}
