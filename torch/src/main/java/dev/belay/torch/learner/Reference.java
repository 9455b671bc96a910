package dev.belay.torch.learner;

/** A policy that stands still and that a learner is compared with: the anchor of the KL. */
public interface Reference extends AutoCloseable {

  /** What it says of a step, computed by one forward pass and kept until that is closed. */
  Step over(PackedStep step);

  @Override
  void close();

  /** What a reference says of one step. */
  interface Step extends AutoCloseable {

    /** Log-probs of every completion token, shape {@code [R]}, in the order of the step. */
    double[] logProbs();

    @Override
    void close();
  }
}
