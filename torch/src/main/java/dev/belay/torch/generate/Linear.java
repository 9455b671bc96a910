package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.cat;

import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/**
 * A weight {@code [N, K]}, its rows divided into parts, one for each worker of a team. The division
 * decides the bits of a product, not who computes a part.
 */
final class Linear implements AutoCloseable {

  /** Receives the columns of a part, call by call. */
  @FunctionalInterface
  interface Sink {
    /** Uses some rows of a part of the product, which are valid during the call. */
    void accept(Product product);
  }

  /**
   * Rows of a part of the product.
   *
   * @param address of {@code [rows, columns]}, dense; of several weights, {@code [rows, weights,
   *     columns]}
   * @param firstRow which row of the input the first one belongs to
   * @param start first column of the part, within one weight
   * @param columns of the part, within one weight
   */
  record Product(long address, int firstRow, int rows, int start, int columns) {}

  private final GemmChoice choice;
  private final List<Part> parts = new ArrayList<>();
  private final int mostRows;
  private final int[] starts;
  private @Nullable LinearAdapter adapter;

  /** One part: packed, and again for few rows if that was asked for. */
  private record Part(
      ProductShape shape,
      GemmPlan plan,
      Tensor weight,
      @Nullable Tensor bias,
      @Nullable FewRowsProduct fewRows)
      implements AutoCloseable {

    /** For few rows too, where there is a way to the same bits. */
    Part withFewRows(BiFunction<ProductShape, GemmPlan, Optional<SumOrder>> orders) {
      return orders
          .apply(shape, plan)
          .map(order -> new Part(shape, plan, weight, bias, fewRows(order)))
          .orElse(this);
    }

    private FewRowsProduct fewRows(SumOrder order) {
      try (TensorScope _ = new TensorScope()) {
        return new FewRowsProduct(weight.to_dense(), order, bias);
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

  private Linear(GemmChoice choice, int mostRows, int workers, int outputs) {
    this.choice = choice;
    this.mostRows = mostRows;
    int count = Math.min(workers, outputs);
    this.starts = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      starts[i] = (int) ((long) outputs * i / count);
    }
  }

  /**
   * Divides and packs one weight {@code [N, K]} of the compute type.
   *
   * @param mostRows of an input
   * @param bias {@code [N]} of the same type, added to the product
   */
  static Linear pack(
      GemmChoice choice, int mostRows, int workers, Tensor weight, @Nullable Tensor bias) {
    Linear linear = new Linear(choice, mostRows, workers, (int) weight.size(0));
    linear.addParts(List.of(weight), bias);
    return linear;
  }

  /**
   * Packs weights of one shape {@code [N, K]} so that each part has the same rows of all: its
   * columns of the first product, then its columns of the second…
   */
  static Linear pack(GemmChoice choice, int mostRows, int workers, List<Tensor> weights) {
    Linear linear = new Linear(choice, mostRows, workers, (int) weights.getFirst().size(0));
    linear.addParts(weights, null);
    return linear;
  }

  private void addParts(List<Tensor> weights, @Nullable Tensor bias) {
    for (int part = 0; part < starts.length - 1; part++) {
      addPart(weights, bias, part);
    }
  }

  private void addPart(List<Tensor> weights, @Nullable Tensor bias, int index) {
    int start = starts[index];
    int columns = starts[index + 1] - start;
    try (TensorScope _ = new TensorScope()) {
      Tensor[] slices =
          weights.stream().map(w -> w.narrow(0, start, columns)).toArray(Tensor[]::new);
      Tensor dense = slices.length == 1 ? slices[0].contiguous() : cat(new TensorVector(slices), 0);
      ProductShape shape = new ProductShape((int) dense.size(0), (int) dense.size(1), bias != null);
      GemmPlan plan = choice.plan(shape, mostRows);
      Tensor packed = TensorScope.retain(plan.gemm().pack(dense));
      Tensor part =
          bias == null ? null : TensorScope.retain(bias.narrow(0, start, columns).clone());
      parts.add(new Part(shape, plan, packed, part, null));
    }
  }

  /** Makes products of few rows faster, at the cost of a second copy of the weight. */
  void prepareFewRows(BiFunction<ProductShape, GemmPlan, Optional<SumOrder>> orders) {
    parts.replaceAll(part -> part.withFewRows(orders));
  }

  /** Puts an adapter beside the weight, or takes it away; between runs. */
  void adapt(@Nullable LinearAdapter given) {
    adapter = given;
  }

  /** The adapter beside the weight, if there is one. */
  Optional<LinearAdapter> adapter() {
    return Optional.ofNullable(adapter);
  }

  /** Number of parts. */
  int parts() {
    return parts.size();
  }

  /** Computes a part's columns for the rows that {@code input} holds; each part one at a time. */
  void apply(int index, RowBuffer input, Sink sink) {
    Part part = parts.get(index);
    int start = starts[index];
    int columns = starts[index + 1] - start;
    for (RowBuffer.Tile tile : input.tiles(part.plan.rows())) {
      if (part.fewRows != null && tile.rows() <= FewRowsProduct.MOST_ROWS) {
        long product = part.fewRows.multiply(input.row(tile.firstRow()), tile.rows());
        sink.accept(new Product(product, tile.firstRow(), tile.rows(), start, columns));
        continue;
      }
      try (TensorScope _ = new TensorScope()) {
        Tensor product = part.plan.gemm().multiply(tile.tensor(), part.weight, part.bias);
        long address = NativeMemory.address(product);
        sink.accept(new Product(address, tile.firstRow(), tile.rows(), start, columns));
      }
    }
  }

  @Override
  public void close() {
    parts.forEach(Part::close);
    parts.clear();
  }
}
