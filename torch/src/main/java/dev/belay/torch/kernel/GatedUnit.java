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

  /** Writes {@code sigmoid(inner(gate))} of one row, {@code [size]} fp32. */
  void sigmoids(long gates, long sigmoids);

  /**
   * Overwrites the gates of one row with their gradient.
   *
   * @param sigmoids as {@link #sigmoids} wrote them
   * @param gradUps gradient of the output times the ups, {@code [size]} fp32
   */
  void gateGrad(long gates, long sigmoids, long gradUps);

  /**
   * Some columns of one row without scratch memory, for a pass of which no gradient is wanted.
   *
   * @param gates address of {@code [columns]}
   * @param ups address of {@code [columns]}
   * @param out address of {@code [columns]}, written
   */
  void output(long gates, long ups, long out, int columns);

  /**
   * The forward pass over rows.
   *
   * @param gateUp address of {@code [N, 2 size]}
   * @param out address of {@code [N, size]}, written
   * @param scratch address of {@link #scratchBytes()} bytes
   */
  default Parallel.RowTask forward(long gateUp, long out, long scratch) {
    GatedRows rows = new GatedRows(type(), size(), gateUp, out, scratch);
    return RowPasses.of(rows.each(this::sigmoids), rows.outputs());
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
    GatedRows rows = new GatedRows(type(), size(), gateUp, out, scratch);
    return RowPasses.of(
        rows.each(this::sigmoids),
        rows.gradUps(),
        rows.upGrads(),
        rows.eachWithGradUps(this::gateGrad));
  }

  /** Bytes of scratch memory that {@link #forward} and {@link #backward} need. */
  default long scratchBytes() {
    return GatedRows.scratchBytes(size());
  }
}
