package dev.belay.train.method;

import dev.belay.core.recipe.CheckpointSpec.OnceFinished;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes from the checkpoints of a run that is over what nobody reads any more. The last
 * checkpoint's folder stays, with what says how the run went; so do the models of those that a
 * monitor names.
 */
final class CheckpointRelease {

  /** Where a policy's state keeps its weights as a model that others can open. */
  private static final String MODEL = "model";

  /** Removes a file, or a folder with all in it. */
  @FunctionalInterface
  interface Remover {
    /** Does nothing if it is not there. */
    void remove(Path path) throws IOException;
  }

  private final RunDirectory run;
  private final List<Stateful> states;
  private final Remover remover;

  CheckpointRelease(RunDirectory run, List<Stateful> states, Remover remover) {
    this.run = run;
    this.states = states;
    this.remover = remover;
  }

  /**
   * Removes what may go.
   *
   * @param latest the last checkpoint, which says already that it is not to be gone on from
   * @param named steps whose models stay whatever the recipe says
   * @return what could not be removed, and why: no reason to fail a run that is over
   */
  Optional<String> remove(Path latest, OnceFinished stays, Set<Long> named) {
    List<String> failures = new ArrayList<>();
    for (Path path : removable(latest, stays, named)) {
      try {
        remover.remove(path);
      } catch (IOException e) {
        failures.add(path + " (" + e.getMessage() + ")");
      }
    }
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "what the run no longer needs could not be removed: %s. Remove it by hand, or ask again with --resume."
                .formatted(String.join(", ", failures)));
  }

  private List<Path> removable(Path latest, OnceFinished stays, Set<Long> named) {
    List<Path> removable = new ArrayList<>();
    for (long step : run.checkpointSteps()) {
      Path checkpoint = run.checkpoint(step);
      boolean model = stays == OnceFinished.WEIGHTS || named.contains(step);
      if (!model && !checkpoint.equals(latest)) {
        removable.add(checkpoint);
        continue;
      }
      for (Stateful state : states) {
        if (!state.outlivesTraining()) {
          Path folder = checkpoint.resolve(state.name());
          removable.addAll(model ? allBut(folder) : List.of(folder));
        }
      }
    }
    return removable;
  }

  private static List<Path> allBut(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !entry.endsWith(MODEL)).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
