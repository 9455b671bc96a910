package dev.belay.torch.loss;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/**
 * How far the policy's last hidden states have moved from the reference's, {@code D = mean_i (h_i −
 * h₀_i)²} over the coordinates, and its gradient {@code dD/dh_i = 2 (h_i − h₀_i) / H}: the loss of
 * SBR (arXiv 2605.05995), whose code averages where its text sums.
 *
 * @param hidden h at the rows of a range, dense {@code [C, H]}
 * @param reference h₀ likewise, of the same type
 */
record HiddenDistance(Tensor hidden, Tensor reference) {

  HiddenDistance {
    if (hidden.size(1) != reference.size(1)
        || ComputeType.of(hidden) != ComputeType.of(reference)) {
      throw new IllegalArgumentException(
          "hidden states of %d and %d numbers cannot be compared"
              .formatted(hidden.size(1), reference.size(1)));
    }
  }

  /** Fills in the distance at every row of the range. */
  void measure(RowRange range, TokenScores scores) {
    double[] column = scores.of(Divergence.HIDDEN);
    int width = (int) hidden.size(1);
    forRows(
        (row, h, h0, type) -> {
          double sum = 0;
          for (int i = 0; i < width; i++) {
            double moved = (double) Elements.get(type, h, i) - Elements.get(type, h0, i);
            sum += moved * moved;
          }
          column[range.token(row)] = sum / width;
        });
  }

  /**
   * Adds the gradient.
   *
   * @param slopes of the loss by each row's distance, shape {@code [C]} from {@code first} on
   * @param gradient {@code [C, H]} of the hidden states' type
   */
  void addGradient(double[] slopes, int first, Tensor gradient) {
    int width = (int) hidden.size(1);
    long to = NativeMemory.address(gradient);
    forRows(
        (row, h, h0, type) -> {
          double factor = 2 * slopes[first + row] / width;
          if (factor == 0) {
            return;
          }
          long at = Elements.at(type, to, (long) row * width);
          for (int i = 0; i < width; i++) {
            double moved = (double) Elements.get(type, h, i) - Elements.get(type, h0, i);
            Elements.set(type, at, i, (float) (Elements.get(type, at, i) + factor * moved));
          }
        });
  }

  /** What is done with a row, whose states lie at two addresses. */
  @FunctionalInterface
  private interface RowTask {
    void run(int row, long h, long h0, ComputeType type);
  }

  private void forRows(RowTask task) {
    ComputeType type = ComputeType.of(hidden);
    long h = NativeMemory.address(hidden);
    long h0 = NativeMemory.address(reference);
    long width = hidden.size(1);
    Parallel.rows(
        (int) hidden.size(0),
        (from, to, _) -> {
          for (int r = from; r < to; r++) {
            long at = r * width;
            task.run(r, Elements.at(type, h, at), Elements.at(type, h0, at), type);
          }
        });
  }
}
