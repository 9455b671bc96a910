package dev.belay.train.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Saves and restores all that the next step depends on: the method's states, each in a folder of
 * its name, and the step. Order of data and sampling derive from the seed and the step, so there is
 * no other state.
 */
public final class Checkpoints {

  /** Where checkpoints kept the policy, their one state, before states had folders. */
  private static final String FORMER_STATE = "optimizer.safetensors";

  private final RunDirectory run;
  private final List<Stateful> states;
  private final Supplier<Set<Long>> kept;

  /** Checkpoints of a method, of which the last is kept. */
  public Checkpoints(RunDirectory run, List<Stateful> states) {
    this(run, states, Set::of);
  }

  /**
   * Checkpoints of a method.
   *
   * @param states all that a step changes, each of another name
   * @param kept steps whose checkpoints stay beside the last
   */
  public Checkpoints(RunDirectory run, List<Stateful> states, Supplier<Set<Long>> kept) {
    this.run = run;
    this.kept = kept;
    this.states = List.copyOf(states);
    if (states.stream().map(Stateful::name).distinct().count() < states.size()) {
      throw new IllegalArgumentException("two states of a run have one name");
    }
  }

  /**
   * Where training is.
   *
   * @param step the last step taken; 0 before the first
   * @param finished whether it was the last
   */
  public record State(long step, boolean finished) {}

  /** Saves the states as they stand after {@code state.step()} steps. */
  public void save(State state) {
    run.checkpoint(
        state.step(),
        kept.get(),
        folder -> {
          for (Stateful part : states) {
            part.write(Files.createDirectory(folder.resolve(part.name())));
          }
          AtomicFiles.write(folder.resolve("state.json"), json(state));
        });
  }

  /**
   * Saves the states before the first step, for whoever may want to go back there; a run that has
   * begun has them.
   */
  public void saveStart() {
    if (run.latestCheckpoint().isEmpty()) {
      save(new State(0, false));
    }
  }

  /** Puts everything into the last saved state; without one, it is left at step 0. */
  public State restore() {
    Optional<Path> latest = run.latestCheckpoint();
    if (latest.isEmpty()) {
      return new State(0, false);
    }
    Path file = latest.get().resolve("state.json");
    try {
      for (Stateful part : states) {
        part.read(folderOf(part, latest.get()));
      }
      JsonNode node = Json.MAPPER.readTree(Files.readString(file));
      return state(node, file, latest.get());
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": not valid JSON: " + JsonErrors.words(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static State state(JsonNode node, Path file, Path checkpoint) {
    JsonNode step = node.path("step");
    if (!step.isIntegralNumber()
        || !checkpoint.getFileName().toString().equals("step-" + step.asText())) {
      throw new BadInputException(
          "%s: step must be that of its folder, %s."
              .formatted(file, checkpoint.getFileName().toString().substring("step-".length())));
    }
    return new State(step.asLong(), node.path("finished").asBoolean());
  }

  private static Path folderOf(Stateful part, Path checkpoint) {
    Path own = checkpoint.resolve(part.name());
    if (Files.isDirectory(own)) {
      return own;
    }
    if (Files.exists(checkpoint.resolve(FORMER_STATE))) {
      return checkpoint;
    }
    throw new BadInputException(
        "%s: holds no state of the %s; it was written by a run of another method."
            .formatted(checkpoint, part.name()));
  }

  private static String json(State state) {
    try {
      return Json.MAPPER.writeValueAsString(
              Map.of("step", state.step(), "finished", state.finished()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step and a flag are valid JSON", e);
    }
  }
}
