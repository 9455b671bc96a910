package dev.belay.core.run;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one run keeps its things, locked while a process works on it.
 *
 * <pre>
 * recipe.resolved.yaml  provenance.json  metrics.jsonl  rollouts/  eval/before/  eval/after/
 * checkpoints/step-N/   checkpoints/latest   model/   result.json
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {

  private final Path root;
  private final FileChannel lockChannel;

  private RunDirectory(Path root, FileChannel lockChannel) {
    this.root = root;
    this.lockChannel = lockChannel;
  }

  /** Makes a new run directory. */
  public static RunDirectory create(Path root) {
    if (Files.exists(root)) {
      throw new BadInputException(
          root
              + ": exists already. Continue that run with --resume, or choose another with --out"
              + " DIR.");
    }
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new BadInputException(root + ": cannot be made: " + e.getMessage(), e);
    }
    return lock(root);
  }

  /** Opens the directory of a run that was cut off. */
  public static RunDirectory resume(Path root) {
    if (!Files.isDirectory(root)) {
      throw new BadInputException(root + ": no such run; start it without --resume.");
    }
    return lock(root);
  }

  private static RunDirectory lock(Path root) {
    try {
      Path file = root.resolve(".lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new BadInputException(
            root + ": another process works on this run; wait for it or stop it.");
      }
      return new RunDirectory(root, channel);
    } catch (IOException e) {
      throw new BadInputException(root + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether nothing has been written yet but the lock. */
  public boolean isUntouched() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.allMatch(entry -> entry.getFileName().toString().equals(".lock"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + root + ": " + e.getMessage(), e);
    }
  }

  /** Removes the directory and all in it. */
  public void discard() {
    try {
      AtomicFiles.deleteTree(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + root + ": " + e.getMessage(), e);
    }
  }

  public Path root() {
    return root;
  }

  public Path resolvedRecipe() {
    return root.resolve("recipe.resolved.yaml");
  }

  public Path provenance() {
    return root.resolve("provenance.json");
  }

  /** The model's own completions that supervised fine-tuning learns. */
  public Path selfCompletions() {
    return root.resolve("self-completions.jsonl");
  }

  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  public Path result() {
    return root.resolve("result.json");
  }

  /** The trained model, in Hugging Face layout. */
  public Path model() {
    return root.resolve("model");
  }

  /** Folder of an evaluation, such as {@code before}. */
  public Path evaluation(String stage) {
    return root.resolve("eval").resolve(stage);
  }

  /** Rollouts of one step. */
  public Path rollout(long step) {
    return root.resolve("rollouts").resolve("step-%06d.jsonl.zst".formatted(step));
  }

  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /**
   * Publishes a checkpoint: {@code write} fills a temporary folder, which becomes {@code step-N};
   * then {@code latest} names it; then older ones go. A kill in between leaves the previous one.
   */
  public void checkpoint(long step, FolderWriter write) {
    Path target = checkpoints().resolve("step-" + step);
    Path temporary = checkpoints().resolve(".step-" + step + ".partial");
    try {
      Files.createDirectories(checkpoints());
      AtomicFiles.deleteTree(temporary);
      Files.createDirectory(temporary);
      write.into(temporary);
      AtomicFiles.deleteTree(target);
      AtomicFiles.move(temporary, target);
      AtomicFiles.write(checkpoints().resolve("latest"), target.getFileName() + "\n");
      deleteOthers(target);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write checkpoint " + target + ": " + e.getMessage(), e);
    }
  }

  /** Fills a folder. */
  @FunctionalInterface
  public interface FolderWriter {
    /** Writes all files into an empty folder. */
    void into(Path folder) throws IOException;
  }

  /** The folder that {@code latest} names, if a checkpoint was finished. */
  public Optional<Path> latestCheckpoint() {
    Path latest = checkpoints().resolve("latest");
    if (!Files.exists(latest)) {
      return Optional.empty();
    }
    try {
      Path target = checkpoints().resolve(Files.readString(latest).strip());
      if (!Files.isDirectory(target)) {
        throw new BadInputException(
            latest
                + ": names "
                + target.getFileName()
                + ", which is gone; delete it to start anew.");
      }
      return Optional.of(target);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + latest + ": " + e.getMessage(), e);
    }
  }

  private void deleteOthers(Path kept) throws IOException {
    try (Stream<Path> entries = Files.list(checkpoints())) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        if (!entry.equals(kept)) {
          AtomicFiles.deleteTree(entry);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + root + ": " + e.getMessage(), e);
    }
  }
}
