package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.cat;

import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/** A weight {@code [N, K]}, its rows divided among the workers of a team. */
final class Linear implements AutoCloseable {

  /** Receives a worker's columns of the product, tile by tile. */
  @FunctionalInterface
  interface Sink {
    /**
     * Uses a part of the product.
     *
     * @param part address of {@code [rows, columns]}, dense, valid during the call
     * @param firstRow which row of the input its first row belongs to
     */
    void accept(long part, int firstRow, int rows);
  }

  private final GemmChoice choice;
  private final List<Part> parts = new ArrayList<>();
  private final int[] starts;

  /** A worker's part: packed, and again for few rows if that was asked for. */
  private record Part(
      Tensor weight, @Nullable Tensor bias, int columns, @Nullable FewRowsProduct fewRows)
      implements AutoCloseable {

    /** For few rows too, where the trial finds a way to the same bits. */
    Part withFewRows(FewRowsTrial trial) {
      try (TensorScope _ = new TensorScope()) {
        Tensor dense = weight.to_dense();
        OptionalInt run = trial.run(columns, (int) dense.size(1), bias != null);
        return run.isEmpty()
            ? this
            : new Part(weight, bias, columns, new FewRowsProduct(dense, run.getAsInt(), bias));
      }
    }

    @Override
    public void close() {
      weight.close();
      if (bias != null) {
        bias.close();
      }
      if (fewRows != null) {
        fewRows.close();
      }
    }
  }

  private Linear(GemmChoice choice, int workers) {
    this.choice = choice;
    this.starts = new int[workers + 1];
  }

  /**
   * Divides and packs one weight {@code [N, K]} of the compute type.
   *
   * @param bias {@code [N]} of the same type, added to the product
   */
  static Linear pack(GemmChoice choice, int workers, Tensor weight, @Nullable Tensor bias) {
    Linear linear = new Linear(choice, workers);
    linear.divide((int) weight.size(0));
    for (int worker = 0; worker < workers; worker++) {
      linear.addPart(List.of(weight), bias, worker);
    }
    return linear;
  }

  /**
   * Packs weights of one shape {@code [N, K]} so that each worker has the same rows of all: its
   * part of the product is its columns of the first product, then its columns of the second…
   */
  static Linear pack(GemmChoice choice, int workers, List<Tensor> weights) {
    Linear linear = new Linear(choice, workers);
    linear.divide((int) weights.getFirst().size(0));
    for (int worker = 0; worker < workers; worker++) {
      linear.addPart(weights, null, worker);
    }
    return linear;
  }

  private void divide(int outputs) {
    int workers = starts.length - 1;
    for (int worker = 0; worker <= workers; worker++) {
      starts[worker] = (int) ((long) outputs * worker / workers);
    }
  }

  private void addPart(List<Tensor> weights, @Nullable Tensor bias, int worker) {
    int start = start(worker);
    int columns = columns(worker);
    try (TensorScope _ = new TensorScope()) {
      Tensor[] slices =
          weights.stream().map(w -> w.narrow(0, start, columns)).toArray(Tensor[]::new);
      Tensor dense = slices.length == 1 ? slices[0].contiguous() : cat(new TensorVector(slices), 0);
      Tensor packed = TensorScope.retain(choice.gemm().pack(dense));
      Tensor part =
          bias == null ? null : TensorScope.retain(bias.narrow(0, start, columns).clone());
      parts.add(new Part(packed, part, columns * slices.length, null));
    }
  }

  /** Makes products of few rows faster, at the cost of a second copy of the weight. */
  void prepareFewRows(FewRowsTrial trial) {
    parts.replaceAll(part -> part.weight.size(0) == 0 ? part : part.withFewRows(trial));
  }

  /** First column of a worker, within one weight. */
  int start(int worker) {
    return starts[worker];
  }

  /** Number of columns of a worker, within one weight. */
  int columns(int worker) {
    return starts[worker + 1] - starts[worker];
  }

  /** Computes a worker's columns for the rows that {@code input} holds. */
  void apply(int worker, RowBuffer input, Sink sink) {
    if (columns(worker) == 0) {
      return;
    }
    Part part = parts.get(worker);
    for (RowBuffer.Tile tile : input.tiles()) {
      if (part.fewRows != null && tile.rows() <= FewRowsProduct.MOST_ROWS) {
        long product = part.fewRows.multiply(input.row(tile.firstRow()), tile.rows());
        sink.accept(product, tile.firstRow(), tile.rows());
        continue;
      }
      try (TensorScope _ = new TensorScope()) {
        Tensor product = choice.gemm().multiply(tile.tensor(), part.weight, part.bias);
        sink.accept(NativeMemory.address(product), tile.firstRow(), tile.rows());
      }
    }
  }

  @Override
  public void close() {
    parts.forEach(Part::close);
    parts.clear();
  }
}
