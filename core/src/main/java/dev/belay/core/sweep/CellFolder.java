package dev.belay.core.sweep;

import dev.belay.core.run.JsonLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Where one cell keeps its things.
 *
 * <pre>
 * recipe.yaml   what the cell runs         run/             an ordinary run directory
 * log.txt       what its processes said    attempts.jsonl   how each of them ended
 * owner.json    who works on it
 * </pre>
 *
 * @param root the folder
 */
public record CellFolder(Path root) {

  /** The folder of a cell of a sweep. */
  public static CellFolder of(Path sweep, String id) {
    return new CellFolder(sweep.resolve("cells").resolve(id));
  }

  public Path recipe() {
    return root.resolve("recipe.yaml");
  }

  public Path run() {
    return root.resolve("run");
  }

  public Path log() {
    return root.resolve("log.txt");
  }

  /** Written last by a run: where it is, the cell is done. */
  public Path result() {
    return run().resolve("result.json");
  }

  public boolean isDone() {
    return Files.exists(result());
  }

  private Path attemptsFile() {
    return root.resolve("attempts.jsonl");
  }

  /** The attempts that ended, oldest first. */
  public List<Attempt> attempts() {
    return JsonLines.readWhole(attemptsFile()).stream().map(Attempt::of).toList();
  }

  /** Adds one that has ended. */
  public void add(Attempt attempt) {
    JsonLines.append(attemptsFile(), attempt.json() + "\n");
  }

  /** How far the cell is, by its files alone. */
  public CellState state(Instant now) {
    if (isDone()) {
      return CellState.DONE;
    }
    if (CellClaim.isHeld(root, now)) {
      return CellState.RUNNING;
    }
    List<Attempt> attempts = attempts();
    if (attempts.isEmpty()) {
      return CellState.WAITING;
    }
    return switch (attempts.getLast().outcome()) {
      case REFUSED -> CellState.REFUSED;
      case FAILED -> CellState.FAILED;
      case DONE, DIED, STOPPED -> CellState.WAITING;
    };
  }
}
