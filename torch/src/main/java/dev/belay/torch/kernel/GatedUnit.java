package dev.belay.torch.kernel;

import dev.belay.torch.tensor.ComputeType;

/**
 * A gated linear unit (Shazeer 2020) over rows, and its gradient: {@code out = activation(gate) *
 * up}, with {@code activation(x) = x * sigmoid(inner(x))}. A row holds {@code [size]} gates, then
 * {@code [size]} ups.
 */
public sealed interface GatedUnit permits SwiGlu, GeGlu {

  /** Type of all rows. */
  ComputeType type();

  /** Columns of the output. */
  int size();

  /** Writes the output of one row {@code [2 size]}. */
  void forwardRow(long gateUp, long out);

  /** Writes the gates' sigmoids {@code [size]} fp32. */
  void sigmoidsOfRow(long gateUp, long sigmoids);

  /** Overwrites a row with its gradient, and the output's gradient with the output. */
  void backwardRow(long gateUp, long out, long sigmoids);

  /**
   * The forward pass over rows.
   *
   * @param gateUp address of {@code [N, 2 size]}
   * @param out address of {@code [N, size]}, written
   */
  default Parallel.RowTask forward(long gateUp, long out) {
    return (from, to, _) -> {
      for (int row = from; row < to; row++) {
        forwardRow(gateUpRow(gateUp, row), outRow(out, row));
      }
    };
  }

  /**
   * The gradient over rows, in place.
   *
   * @param gateUp address of {@code [N, 2 size]}: read, then overwritten with its gradient
   * @param out address of {@code [N, size]}: the gradient of the output, overwritten with the
   *     output itself, which the next weight's gradient needs
   * @param scratch address of {@link #scratchBytes()} bytes
   */
  default Parallel.RowTask backward(long gateUp, long out, long scratch) {
    long rowBytes = size() * 4L;
    return RowPasses.of(
        (from, to, worker) -> {
          long sigmoids = scratch + (long) worker * RowPasses.BLOCK * rowBytes;
          for (int row = from; row < to; row++) {
            sigmoidsOfRow(gateUpRow(gateUp, row), sigmoids + (row - from) * rowBytes);
          }
        },
        (from, to, worker) -> {
          long sigmoids = scratch + (long) worker * RowPasses.BLOCK * rowBytes;
          for (int row = from; row < to; row++) {
            backwardRow(
                gateUpRow(gateUp, row), outRow(out, row), sigmoids + (row - from) * rowBytes);
          }
        });
  }

  /** Bytes of scratch memory that {@link #backward} needs. */
  default long scratchBytes() {
    return (long) Parallel.threads() * RowPasses.BLOCK * size() * 4;
  }

  private long gateUpRow(long gateUp, int row) {
    return Elements.at(type(), gateUp, (long) row * 2 * size());
  }

  private long outRow(long out, int row) {
    return Elements.at(type(), out, (long) row * size());
  }
}
