package dev.belay.train.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How far a run is in the order of its prompts, where steps take different numbers of them. */
final class PromptCursor<T> implements Stateful {

  private final PromptOrder<T> order;
  private long taken;

  PromptCursor(PromptOrder<T> order) {
    this.order = order;
  }

  /** The next prompts in the order. */
  List<T> next(int count) {
    List<T> next = order.from(taken, count);
    taken += count;
    return next;
  }

  @Override
  public String name() {
    return "prompts";
  }

  @Override
  public void write(Path folder) throws IOException {
    AtomicFiles.write(file(folder), Json.MAPPER.writeValueAsString(Map.of("taken", taken)) + "\n");
  }

  @Override
  public void read(Path folder) throws IOException {
    JsonNode found;
    try {
      found = Json.MAPPER.readTree(Files.readString(file(folder))).path("taken");
    } catch (JsonProcessingException e) {
      throw new BadInputException(file(folder) + ": is no place among prompts: not JSON.", e);
    }
    if (!found.isIntegralNumber() || found.asLong() < 0) {
      throw new BadInputException(
          file(folder) + ": is no place among prompts: taken must be a whole number, 0 or more.");
    }
    taken = found.asLong();
  }

  private static Path file(Path folder) {
    return folder.resolve("prompts.json");
  }
}
