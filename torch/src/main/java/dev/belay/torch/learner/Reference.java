package dev.belay.torch.learner;

import java.io.IOException;
import java.nio.file.Path;

/** A policy that stands still and that a learner is compared with: the anchor of the KL. */
public interface Reference extends AutoCloseable {

  /** What it says of a step, computed by one forward pass and kept until that is closed. */
  Step over(PackedStep step);

  /**
   * What it said of a step, as {@link Step#write} kept it: the same bits.
   *
   * @throws dev.belay.core.error.BadInputException if the file is broken or of another step
   */
  Step read(PackedStep step, Path file);

  @Override
  void close();

  /** What a reference says of one step. */
  interface Step extends AutoCloseable {

    /** Log-probs of every completion token, shape {@code [R]}, in the order of the step. */
    double[] logProbs();

    /** Writes what it says into a file, from which {@link Reference#read} has it again. */
    void write(Path file) throws IOException;

    @Override
    void close();
  }
}
