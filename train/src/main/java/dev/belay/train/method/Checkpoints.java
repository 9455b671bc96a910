package dev.belay.train.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.recipe.CheckpointSpec.OnceFinished;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

  private static final String STATE = "state.json";

  /** Where checkpoints kept the policy, their one state, before states had folders. */
  private static final String FORMER_STATE = "optimizer.safetensors";

  private final RunDirectory run;
  private final List<Stateful> states;
  private final int keep;
  private final Supplier<Set<Long>> kept;

  /** Checkpoints of a method, of which the last is kept. */
  public Checkpoints(RunDirectory run, List<Stateful> states) {
    this(run, states, 1, Set::of);
  }

  /**
   * Checkpoints of a method.
   *
   * @param states all that a step changes, each of another name
   * @param keep how many of the newest stay, 1 or more
   * @param kept steps whose checkpoints stay beside them
   */
  public Checkpoints(RunDirectory run, List<Stateful> states, int keep, Supplier<Set<Long>> kept) {
    this.run = run;
    this.keep = keep;
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
        kept(state.step()),
        folder -> {
          for (Stateful part : states) {
            part.write(Files.createDirectory(folder.resolve(part.name())));
          }
          AtomicFiles.write(folder.resolve(STATE), json(state, false));
        });
  }

  /** What stays beside a new checkpoint: what somebody named, and the newest before it. */
  private Set<Long> kept(long step) {
    Set<Long> steps = new HashSet<>(kept.get());
    // What lies after it was taken before a cut, by steps that are taken again.
    List<Long> before = run.checkpointSteps().stream().filter(each -> each < step).toList();
    steps.addAll(before.subList(Math.max(0, before.size() - (keep - 1)), before.size()));
    return steps;
  }

  /**
   * Lets go of what a run that is over has no use for, its model being written. A run that is not
   * over keeps everything. May be asked again after a cut.
   *
   * @return what could not be removed, and why
   */
  public Optional<String> release(OnceFinished stays) {
    return release(stays, AtomicFiles::deleteTree);
  }

  Optional<String> release(OnceFinished stays, CheckpointRelease.Remover remover) {
    Optional<Path> latest = run.latestCheckpoint();
    if (stays == OnceFinished.ALL || latest.isEmpty()) {
      return Optional.empty();
    }
    Path file = latest.get().resolve(STATE);
    Saved saved = saved(file, latest.get());
    if (!saved.state().finished()) {
      return Optional.empty();
    }
    if (!saved.released()) {
      // Before anything goes: from now on nobody reads it.
      try {
        AtomicFiles.write(file, json(saved.state(), true));
      } catch (UncheckedIOException e) {
        return Optional.of("the run's checkpoints stay: " + e.getMessage() + ".");
      }
    }
    return new CheckpointRelease(run, states, remover).remove(latest.get(), stays, kept.get());
  }

  /** Whether the last checkpoint's weights may be gone. */
  public boolean isReleased() {
    return run.latestCheckpoint()
        .map(latest -> saved(latest.resolve(STATE), latest).released())
        .orElse(false);
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
    Saved saved = saved(latest.get().resolve(STATE), latest.get());
    try {
      for (Stateful part : states) {
        if (!saved.released() || part.outlivesTraining()) {
          part.read(folderOf(part, latest.get()));
        }
      }
      return saved.state();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + latest.get() + ": " + e.getMessage(), e);
    }
  }

  /** A state, and whether its weights were let go of. */
  private record Saved(State state, boolean released) {}

  private static Saved saved(Path file, Path checkpoint) {
    try {
      JsonNode node = Json.MAPPER.readTree(Files.readString(file));
      return new Saved(state(node, file, checkpoint), node.path("released").asBoolean());
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

  private static String json(State state, boolean released) {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("step", state.step());
    entries.put("finished", state.finished());
    if (released) {
      entries.put("released", true);
    }
    try {
      return Json.MAPPER.writeValueAsString(entries) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step and a flag are valid JSON", e);
    }
  }
}
