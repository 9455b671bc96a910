package dev.belay.core.run;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where one run keeps its things, locked while a process works on it.
 *
 * <pre>
 * recipe.resolved.yaml  provenance.json  metrics.jsonl  rollouts/  eval/before/  eval/after/
 * warnings.jsonl
 * anchor/  refusals/  proximal/  start-logprobs.f64  pass-rates/
 * checkpoints/step-N/   checkpoints/latest   model/   result.json
 * monitor.jsonl         certificate-draws.jsonl       certificate.json
 * drift/                drift.json   drift-by-position.svg
 * </pre>
 */
public final class RunDirectory implements AutoCloseable {

  private static final String CHECKPOINT = "step-\\d{1,18}";

  private final Path root;
  private final FolderLock lock;

  private RunDirectory(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Makes a new run directory. */
  public static RunDirectory create(Path root) {
    GivenPath.requireNoFile(root);
    if (Files.exists(root)) {
      throw new BadInputException(
          root
              + ": exists already. Continue that run with --resume, or choose another with --out"
              + " DIR.");
    }
    GivenPath.makeFolder(root);
    return lock(root);
  }

  /** Opens the directory of a run that was cut off. */
  public static RunDirectory resume(Path root) {
    GivenPath.requireNoFile(root);
    if (!Files.isDirectory(root)) {
      throw new BadInputException(root + ": no such run; start it without --resume.");
    }
    return lock(root);
  }

  private static RunDirectory lock(Path root) {
    return new RunDirectory(root, FolderLock.of(root, "run"));
  }

  /** Whether nothing has been written yet but the lock. */
  public boolean isUntouched() {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.allMatch(entry -> entry.getFileName().toString().equals(FolderLock.NAME));
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

  /** Completions of problems with their verdicts, that pairs are made from. */
  public Path pairSamples() {
    return root.resolve("pair-samples.jsonl");
  }

  /** The model's own completions of problems, with what a verifier said of them. */
  public Path verifiedCompletions() {
    return root.resolve("verified-completions.jsonl");
  }

  /** What the anchor keeps: completions, what the reference says of them, KLs by position. */
  public Path anchor() {
    return root.resolve("anchor");
  }

  /** What the proximal term keeps: how much each weight counts, while the run goes on. */
  public Path proximal() {
    return root.resolve("proximal");
  }

  /** What the model before training says of every token that supervised fine-tuning learns. */
  public Path startLogProbs() {
    return root.resolve("start-logprobs.f64");
  }

  /** The model's own refusals and answers that training goes over again. */
  public Path refusals() {
    return root.resolve("refusals");
  }

  /** How often the model before training solves each training prompt, and its completions. */
  public Path passRates() {
    return root.resolve("pass-rates");
  }

  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  /** What the run warned of. */
  public Path warnings() {
    return root.resolve("warnings.jsonl");
  }

  /** Every draw of the monitor. */
  public Path monitor() {
    return root.resolve("monitor.jsonl");
  }

  /** What was found out about the weights that training left. */
  public Path certificate() {
    return root.resolve("certificate.json");
  }

  /** The draws behind the certificate. */
  public Path certificateDraws() {
    return root.resolve("certificate-draws.jsonl");
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

  /** Completions that the drift is measured on, and their scores. */
  public Path drift() {
    return root.resolve("drift");
  }

  /** How far training moved the policy on the prompts that measure safety. */
  public Path driftReport() {
    return root.resolve("drift.json");
  }

  /** The chart of the drift by position. */
  public Path driftPlot() {
    return root.resolve("drift-by-position.svg");
  }

  /** Rollouts of one step. */
  public Path rollout(long step) {
    return root.resolve("rollouts").resolve("step-%06d.jsonl.zst".formatted(step));
  }

  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** The checkpoint of a step, be it there or not. */
  public Path checkpoint(long step) {
    return checkpoints().resolve("step-" + step);
  }

  /** Publishes a checkpoint beside which none is kept. */
  public void checkpoint(long step, FolderWriter write) {
    checkpoint(step, Set.of(), write);
  }

  /**
   * Publishes a checkpoint: {@code write} fills a temporary folder, which becomes {@code step-N};
   * then {@code latest} names it; then older ones go. A kill in between leaves the previous one.
   *
   * @param kept steps whose checkpoints stay
   */
  public void checkpoint(long step, Set<Long> kept, FolderWriter write) {
    Path target = checkpoint(step);
    Path temporary = checkpoints().resolve(".step-" + step + ".partial");
    try {
      Files.createDirectories(checkpoints());
      AtomicFiles.deleteTree(temporary);
      Files.createDirectory(temporary);
      write.into(temporary);
      AtomicFiles.deleteTree(target);
      AtomicFiles.move(temporary, target);
      AtomicFiles.write(checkpoints().resolve("latest"), target.getFileName() + "\n");
      deleteOthers(target, kept.stream().map(this::checkpoint).collect(Collectors.toSet()));
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
      String name = Files.readString(latest).strip();
      if (!name.matches(CHECKPOINT)) {
        throw new BadInputException(
            latest + ": names no checkpoint, such as step-10; delete it to start anew.");
      }
      Path target = checkpoints().resolve(name);
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

  /** Steps of the checkpoints that are there, ascending. */
  public List<Long> checkpointSteps() {
    if (!Files.isDirectory(checkpoints())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(checkpoints())) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches(CHECKPOINT))
          .map(name -> Long.valueOf(name.substring("step-".length())))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + checkpoints() + ": " + e.getMessage(), e);
    }
  }

  private void deleteOthers(Path latest, Set<Path> kept) throws IOException {
    try (Stream<Path> entries = Files.list(checkpoints())) {
      for (Path entry : entries.filter(Files::isDirectory).toList()) {
        if (!entry.equals(latest) && !kept.contains(entry)) {
          AtomicFiles.deleteTree(entry);
        }
      }
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
