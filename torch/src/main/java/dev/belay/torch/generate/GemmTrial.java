package dev.belay.torch.generate;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/**
 * Finds out for a shape whether a multiplication gives a row the same bits whatever the number of
 * rows and wherever in the batch it stands, and if not, what helps: libraries take other kernels
 * for one row than for many.
 */
final class GemmTrial {

  /** The number of rows whose bits all others must have. */
  static final int REFERENCE = 32;

  /** Numbers of rows beside the greatest, the most telling first. */
  private static final List<Integer> TRIED_ROWS = List.of(3, 16, 64, 8, 33, 7, 31, 200, 288);

  private static final long MOST_MULTIPLICATIONS = 1_500_000_000L;

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

  /**
   * How many rows a call must have; empty where no number keeps a row's bits.
   *
   * @param mostRows of a batch
   */
  Optional<CallRows> rows(ProductShape shape, int mostRows) {
    try (TensorScope _ = new TensorScope()) {
      ProductSample sample = ProductSample.of(shape, type);
      Tensor packed = gemm.pack(sample.weight());
      Tensor reference = multiply(sample, packed, REFERENCE);
      Tensor two = reference.narrow(0, 0, ProductSample.ROWS);
      SortedMap<Integer, Boolean> agreed = new TreeMap<>();
      for (int rows : tried(shape, mostRows)) {
        try (TensorScope _ = new TensorScope()) {
          Tensor expected = ProductSample.repeated(two, rows);
          Tensor actual = rows == REFERENCE ? reference : multiply(sample, packed, rows);
          agreed.put(rows, actual.equal(expected));
        }
      }
      return rows(agreed, mostRows);
    }
  }

  private Tensor multiply(ProductSample sample, Tensor packed, int rows) {
    return gemm.multiply(sample.input(rows), packed, sample.bias());
  }

  /** Few, the most that there will be, and as many others as the time allows. */
  private static Set<Integer> tried(ProductShape shape, int mostRows) {
    Set<Integer> tried = new TreeSet<>(List.of(1, 2, REFERENCE, mostRows));
    long multiplications = (REFERENCE + mostRows) * shape.multiplications();
    for (int rows : TRIED_ROWS) {
      multiplications += rows < mostRows ? rows * shape.multiplications() : 0;
      if (rows < mostRows && multiplications <= MOST_MULTIPLICATIONS) {
        tried.add(rows);
      }
    }
    return tried;
  }

  /**
   * The numbers around {@link #REFERENCE} that all agree with it.
   *
   * @param agreed the numbers that were tried, and whether they do
   */
  private static Optional<CallRows> rows(SortedMap<Integer, Boolean> agreed, int mostRows) {
    if (!agreed.getOrDefault(REFERENCE, false)) {
      return Optional.empty();
    }
    int least = Integer.MAX_VALUE;
    int most = REFERENCE;
    boolean isOpen = true;
    for (var tried : agreed.entrySet()) {
      int rows = tried.getKey();
      boolean agrees = tried.getValue();
      if (rows <= REFERENCE) {
        least = agrees ? Math.min(least, rows) : Integer.MAX_VALUE;
      } else if (isOpen && agrees) {
        most = rows;
      } else {
        isOpen = false;
      }
    }
    return Optional.of(new CallRows(least, most >= mostRows ? Integer.MAX_VALUE : most));
  }
}
