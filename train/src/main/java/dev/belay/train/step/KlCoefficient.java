package dev.belay.train.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.objective.KlController;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A coefficient of the KL that a controller steers. */
final class KlCoefficient implements Stateful {

  private final KlController controller;
  private double value;

  /**
   * A coefficient.
   *
   * @param first of the first step, above 0
   */
  KlCoefficient(KlController controller, double first) {
    this.controller = controller;
    this.value = first;
  }

  double value() {
    return value;
  }

  /** A step measured a KL, in nats a completion, over its completions. */
  void observe(double kl, int completions) {
    value = controller.next(value, kl, completions);
  }

  @Override
  public String name() {
    return "kl-coefficient";
  }

  @Override
  public void write(Path folder) throws IOException {
    AtomicFiles.write(file(folder), Json.MAPPER.writeValueAsString(Map.of("coef", value)) + "\n");
  }

  @Override
  public void read(Path folder) throws IOException {
    JsonNode found;
    try {
      found = Json.MAPPER.readTree(Files.readString(file(folder))).path("coef");
    } catch (JsonProcessingException e) {
      throw new BadInputException(file(folder) + ": is no coefficient of a KL: not JSON.", e);
    }
    if (!found.isNumber() || !(found.asDouble() > 0)) {
      throw new BadInputException(
          file(folder) + ": is no coefficient of a KL: coef must be a number above 0.");
    }
    value = found.asDouble();
  }

  private static Path file(Path folder) {
    return folder.resolve("coefficient.json");
  }
}
