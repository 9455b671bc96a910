package dev.belay.train.method;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.run.AtomicFiles;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Log-probs of every completion token of demonstrations under the model before training: scored
 * once, by the policy itself while it is that model, so that no second copy of its weights stands
 * in memory, and kept in a file of fp64 numbers.
 */
public final class StartLogProbs {

  private static final int CHUNK = 64;

  private final IdentityHashMap<LearnedSequence, double[]> bySequence = new IdentityHashMap<>();

  private StartLogProbs(List<LearnedSequence> sequences, double[] all) {
    int at = 0;
    for (LearnedSequence sequence : sequences) {
      int length = length(sequence);
      bySequence.put(sequence, Arrays.copyOfRange(all, at, at + length));
      at += length;
    }
  }

  /**
   * Scores demonstrations, or reads what an earlier process of the run scored.
   *
   * @param policy still the model before training
   * @param microBatchTokens tokens of one pass
   * @throws BadInputException if the file is of other demonstrations
   */
  public static StartLogProbs of(
      List<LearnedSequence> sequences, Policy policy, int microBatchTokens, Path file) {
    int tokens = sequences.stream().mapToInt(StartLogProbs::length).sum();
    if (!Files.exists(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tokens, Double.BYTES));
      DoubleBuffer scored = bytes.asDoubleBuffer();
      for (int from = 0; from < sequences.size(); from += CHUNK) {
        List<LearnedSequence> some =
            sequences.subList(from, Math.min(sequences.size(), from + CHUNK));
        List<GroupedSequence> grouped =
            GroupedSequence.byPrompt(some.stream().map(LearnedSequence::tokens).toList());
        try (StepBatches batches = new StepBatches(grouped, microBatchTokens)) {
          scored.put(policy.score(batches).logProbs());
        }
      }
      AtomicFiles.write(file, bytes.array());
    }
    return new StartLogProbs(sequences, read(file, tokens));
  }

  private static double[] read(Path file, int tokens) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      if (bytes.remaining() != tokens * Double.BYTES) {
        throw new BadInputException(
            "%s: holds %d bytes, must be the log-probs of %d tokens. Delete the file; it is made again."
                .formatted(file, bytes.remaining(), tokens));
      }
      double[] all = new double[tokens];
      bytes.asDoubleBuffer().get(all);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static int length(LearnedSequence sequence) {
    return sequence.tokens().completionTokenIds().length;
  }

  /** Those of some of the demonstrations, one after the other, shape {@code [M]}. */
  double[] over(List<LearnedSequence> chosen) {
    return chosen.stream()
        .map(one -> Objects.requireNonNull(bySequence.get(one), "a demonstration of another run"))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
