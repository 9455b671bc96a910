package dev.belay.train.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.objective.EntropyTarget;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The weight of the entropy bonus, moved towards a target after every step. */
final class EntropyCoefficient implements Stateful {

  private final EntropyTarget target;
  private double coef;

  /**
   * A weight that moves.
   *
   * @param start the recipe's {@code entropy_coef}
   */
  EntropyCoefficient(EntropyTarget target, double start) {
    this.target = target;
    this.coef = start;
  }

  double value() {
    return coef;
  }

  /** A step is over whose tokens had a mean entropy of {@code nats}; NaN says nothing. */
  void observe(double nats) {
    coef = Double.isNaN(nats) ? coef : target.next(coef, nats);
  }

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public void write(Path folder) throws IOException {
    AtomicFiles.write(file(folder), Json.MAPPER.writeValueAsString(Map.of("coef", coef)) + "\n");
  }

  @Override
  public void read(Path folder) throws IOException {
    JsonNode state;
    try {
      state = Json.MAPPER.readTree(Files.readString(file(folder)));
    } catch (JsonProcessingException e) {
      throw new BadInputException(file(folder) + ": is no state of an entropy bonus: not JSON.", e);
    }
    if (!state.path("coef").isNumber()) {
      throw new BadInputException(file(folder) + ": is no state of an entropy bonus: no coef.");
    }
    coef = state.path("coef").asDouble();
  }

  private static Path file(Path folder) {
    return folder.resolve("entropy.json");
  }
}
