package dev.belay.train.anchor;

import dev.belay.core.model.TokenSequence;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.learner.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Completions that were made once. What the reference says of a batch is computed when the batch
 * comes up first, and kept in memory and in a file, so that a resumed run does not compute it
 * again; or, without a folder, computed in every update.
 */
final class KeptCompletions implements AnchorSource {

  private final AnchorBatches<HeldPrompt<TokenSequence>> batches;
  private final Reference reference;
  private final int maxTokens;
  private final Optional<Path> folder;
  private final Map<Integer, AnchorBatch> kept = new HashMap<>();

  /**
   * Batches of sequences.
   *
   * @param maxTokens tokens of one pass
   * @param folder where what the reference says is kept; empty if it is not
   */
  KeptCompletions(
      AnchorBatches<HeldPrompt<TokenSequence>> batches,
      Reference reference,
      int maxTokens,
      Optional<Path> folder) {
    this.batches = batches;
    this.reference = reference;
    this.maxTokens = maxTokens;
    this.folder = folder;
  }

  @Override
  public AnchorBatch ofUpdate(long update) {
    int index = batches.ofUpdate(update);
    if (folder.isPresent()) {
      Path at = folder.get();
      return kept.computeIfAbsent(index, which -> keep(which, at));
    }
    AnchorBatch batch = unreferenced(update);
    batch.batches().addReference(reference);
    return batch;
  }

  @Override
  public AnchorBatch unreferenced(long update) {
    return AnchorBatch.of(batches.batch(batches.ofUpdate(update)), maxTokens, false);
  }

  private AnchorBatch keep(int index, Path at) {
    AnchorBatch batch = AnchorBatch.of(batches.batch(index), maxTokens, true);
    Path file = at.resolve("batch-%05d.safetensors".formatted(index));
    try {
      batch.batches().addReference(said(batch.batches().packed(), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return batch;
  }

  private Reference.Step said(PackedStep step, Path file) throws IOException {
    if (Files.exists(file)) {
      return reference.read(step, file);
    }
    Files.createDirectories(file.getParent());
    Reference.Step said = reference.over(step);
    try {
      said.write(file);
      return said;
    } catch (IOException | RuntimeException | Error e) {
      said.close();
      throw e;
    }
  }

  @Override
  public void close() {
    kept.values().forEach(batch -> batch.batches().close());
    kept.clear();
  }
}
