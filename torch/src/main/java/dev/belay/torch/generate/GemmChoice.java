package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.arange;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The multiplication that this machine's libraries allow: oneDNN's packed one where it exists and
 * gives every row the same bits in every batch, else plain linears on batches of a fixed size.
 *
 * @param gemm the multiplication
 * @param computeType the type asked for, or {@code FLOAT32} when the processor has no bfloat16
 *     multiplication (the weights keep their bfloat16 rounding)
 * @param rowTile rows of every call, short batches filled up; 0 for any number
 */
record GemmChoice(Gemm gemm, ComputeType computeType, int rowTile) {

  private static final int TILE = 32;
  private static final List<Integer> PROBED_ROWS = List.of(1, 2, 7, 16, 31, 64, 200);

  /**
   * Chooses by a trial on one shape.
   *
   * @param outputs columns of the product, {@code [N]}
   * @param inputs columns of the input, {@code [K]}
   */
  static GemmChoice choose(ComputeType wanted, int outputs, int inputs) {
    Gemm oneDnn = new OneDnnGemm();
    if (worksRowByRow(oneDnn, wanted, outputs, inputs)) {
      return new GemmChoice(oneDnn, wanted, 0);
    }
    if (wanted == ComputeType.BFLOAT16
        && worksRowByRow(oneDnn, ComputeType.FLOAT32, outputs, inputs)) {
      return new GemmChoice(oneDnn, ComputeType.FLOAT32, 0);
    }
    return new GemmChoice(new TiledGemm(), ComputeType.FLOAT32, TILE);
  }

  /** How products of one or two rows are summed when they are frequent; by a trial. */
  FewRowsTrial fewRows() {
    return new FewRowsTrial(gemm);
  }

  /** Whether {@link FewRowsProduct} can be asked at all. */
  boolean mayHaveFewRows() {
    return computeType == ComputeType.BFLOAT16 && rowTile == 0;
  }

  /** Such as {@code oneDNN packed, bfloat16}. */
  String description() {
    String rows = rowTile == 0 ? "" : ", %d rows a call".formatted(rowTile);
    return gemm.description() + ", " + computeType.name().toLowerCase(Locale.ROOT) + rows;
  }

  /** The same, and what is chosen for one or two rows; such as {@code …; 1 to 2 rows: Belay's}. */
  String description(int outputs, int inputs) {
    boolean own = mayHaveFewRows() && fewRows().run(outputs, inputs, false).isPresent();
    return own
        ? "%s; 1 to %d rows: Belay's".formatted(description(), FewRowsProduct.MOST_ROWS)
        : description();
  }

  private static boolean worksRowByRow(Gemm gemm, ComputeType type, int outputs, int inputs) {
    try (TensorScope _ = new TensorScope()) {
      int rows = PROBED_ROWS.getLast();
      Tensor packed = gemm.pack(sample(type, outputs, inputs));
      Tensor input = sample(type, rows, inputs);
      Tensor expected = gemm.multiply(input, packed, null);
      return PROBED_ROWS.stream()
          .allMatch(
              m -> {
                Tensor actual = gemm.multiply(input.narrow(0, rows - m, m), packed, null);
                return actual.equal(expected.narrow(0, rows - m, m));
              });
    } catch (RuntimeException e) {
      return false; // libtorch refuses the type or has no oneDNN on this processor.
    }
  }

  /** Numbers of all signs and magnitudes; libtorch's generator belongs to others. */
  private static Tensor sample(ComputeType type, int rows, int columns) {
    return arange(new Scalar((long) rows * columns), new TensorOptions(ScalarType.Float))
        .sin()
        .pow(new Scalar(3L))
        .view(rows, columns)
        .to(type.scalarType());
  }
}
