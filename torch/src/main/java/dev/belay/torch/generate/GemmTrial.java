package dev.belay.torch.generate;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds out for a shape whether a multiplication gives a row the same bits whatever the number of
 * rows and wherever in the batch it stands, and if not, what helps: libraries take other kernels
 * for one row than for many.
 */
final class GemmTrial {

  /** Rows of every call where no number of rows may change. */
  static final int TILE = 32;

  /** Numbers of rows, the most telling first; {@link #TILE} gives the bits that all must have. */
  private static final List<Integer> TRIED_ROWS =
      List.of(TILE, 1, 2, 3, 8, 16, 33, 64, 7, 31, 200, 288);

  /** The first few are tried however wide the product, the others as far as the time allows. */
  private static final int ALWAYS_TRIED = 4;

  private static final long MOST_MULTIPLICATIONS = 1_500_000_000L;

  /** More rows than this are not filled up. */
  private static final int MOST_FILLED_UP = 8;

  private final Gemm gemm;
  private final ComputeType type;

  GemmTrial(Gemm gemm, ComputeType type) {
    this.gemm = gemm;
    this.type = type;
  }

  /** Whether libtorch has this multiplication for this type on this processor. */
  boolean isPossible() {
    try (TensorScope _ = new TensorScope()) {
      ProductSample sample = ProductSample.of(new ProductShape(16, 16, false), type);
      return gemm.multiply(sample.input(), gemm.pack(sample.weight()), null).numel() > 0;
    } catch (RuntimeException e) {
      return false; // It refuses the type.
    }
  }

  /** How many rows a call must have; empty where no number keeps a row's bits. */
  Optional<CallRows> rows(ProductShape shape) {
    try (TensorScope _ = new TensorScope()) {
      ProductSample sample = ProductSample.of(shape, type);
      Tensor packed = gemm.pack(sample.weight());
      Tensor two = multiply(sample, packed, TILE).narrow(0, 0, ProductSample.ROWS);
      SortedMap<Integer, Boolean> agreed = new TreeMap<>();
      for (int rows : tried(shape)) {
        try (TensorScope _ = new TensorScope()) {
          Tensor expected = ProductSample.repeated(two, rows);
          agreed.put(rows, multiply(sample, packed, rows).equal(expected));
        }
      }
      return rows(agreed);
    }
  }

  private Tensor multiply(ProductSample sample, Tensor packed, int rows) {
    return gemm.multiply(sample.input(rows), packed, sample.bias());
  }

  private static List<Integer> tried(ProductShape shape) {
    long multiplications = 0;
    int count = 0;
    for (int rows : TRIED_ROWS) {
      multiplications += rows * shape.multiplications();
      if (count >= ALWAYS_TRIED && multiplications > MOST_MULTIPLICATIONS) {
        break;
      }
      count++;
    }
    return TRIED_ROWS.subList(0, count);
  }

  /** From the numbers of rows that were tried, and whether they gave the bits of {@link #TILE}. */
  private static Optional<CallRows> rows(SortedMap<Integer, Boolean> agreed) {
    int least = 1;
    int wrong = 0;
    for (var tried : agreed.entrySet()) {
      if (!tried.getValue()) {
        wrong = tried.getKey();
      } else if (least <= wrong) {
        least = tried.getKey();
      }
    }
    if (wrong < least && least <= MOST_FILLED_UP) {
      return Optional.of(new CallRows(least, 0));
    }
    return agreed.getOrDefault(TILE, false) ? Optional.of(CallRows.tiles(TILE)) : Optional.empty();
  }
}
