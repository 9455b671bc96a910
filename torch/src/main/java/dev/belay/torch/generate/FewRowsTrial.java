package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.arange;

import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how another multiplication orders its sums, so that {@link FewRowsProduct} can give the
 * same bits: it sums long rows in runs, whose length depends on the shape.
 *
 * <p>A product rounded to bfloat16 hides nearly all differences in its order. The trial therefore
 * multiplies a second time with one more weight, the first product's negative: what is left is what
 * the rounding had cut off.
 */
final class FewRowsTrial {

  private static final int MOST_RUNS = 16;
  private static final int[] UNITS = {2, 16, 32, 64};
  private static final int SAMPLED_OUTPUTS = 2048;

  /** Of short rows, one sum in fifty differs at all when the order does. */
  private static final int COMPARED_NUMBERS = 4096;

  private static final double SMALL = 1.0 / 512;

  private record Shape(int outputs, int inputs, boolean biased) {}

  private final Gemm gemm;
  private final Map<Shape, OptionalInt> runs = new HashMap<>();

  /**
   * @param gemm in bfloat16
   */
  FewRowsTrial(Gemm gemm) {
    this.gemm = gemm;
  }

  /**
   * Length of the runs that give the same bits as the multiplication, if there is one.
   *
   * @param outputs rows of the weight, {@code [N]}
   * @param inputs columns of the weight, {@code [K]}
   */
  OptionalInt run(int outputs, int inputs, boolean biased) {
    return runs.computeIfAbsent(new Shape(outputs, inputs, biased), this::find);
  }

  private OptionalInt find(Shape shape) {
    if (shape.inputs % 2 != 0 || shape.inputs < 8) {
      return OptionalInt.empty();
    }
    try (TensorScope _ = new TensorScope()) {
      List<Sample> samples = new ArrayList<>();
      int numbers = FewRowsProduct.MOST_ROWS * Math.min(SAMPLED_OUTPUTS, shape.outputs);
      for (int done = 0; done < COMPARED_NUMBERS; done += numbers) {
        samples.add(sample(shape, samples.size()));
      }
      return candidates(shape.inputs).stream()
          .mapToInt(run -> run)
          .filter(run -> samples.stream().allMatch(sample -> sample.agrees(run)))
          .findFirst();
    }
  }

  private Sample sample(Shape shape, int number) {
    Tensor input = numbers(FewRowsProduct.MOST_ROWS, shape.inputs, number);
    Tensor weight = weight(shape, number);
    Tensor bias =
        shape.biased ? numbers(1, shape.outputs, number).view(-1).mul(new Scalar(SMALL)) : null;
    exposeRounding(input, weight);
    return new Sample(input, weight, bias, gemm.multiply(input, gemm.pack(weight), bias));
  }

  /**
   * A product to be met.
   *
   * @param expected what the other multiplication gives
   */
  private record Sample(Tensor input, Tensor weight, @Nullable Tensor bias, Tensor expected) {

    boolean agrees(int run) {
      try (FewRowsProduct product = new FewRowsProduct(weight, run, bias)) {
        int rows = (int) input.size(0);
        long address = product.multiply(NativeMemory.address(input), rows);
        return NativeMemory.tensor(address, ScalarType.BFloat16, rows, weight.size(0))
            .equal(expected);
      }
    }
  }

  /** Makes the last weights such that the product is what its rounding cut off before. */
  private void exposeRounding(Tensor input, Tensor weight) {
    int rows = (int) input.size(0);
    long first = weight.size(1) - rows;
    Tensor inputs = input.narrow(1, first, rows);
    Tensor weights = weight.narrow(1, first, rows);
    weights.zero_();
    inputs.zero_();
    inputs.diagonal().fill_(new Scalar(1.0));
    Tensor rounded = gemm.multiply(input, gemm.pack(weight), null);
    weights.copy_(rounded.t().neg());
  }

  /** Whole rows, then halves, thirds…, rounded up to what a blocked multiplication may like. */
  private static Set<Integer> candidates(int inputs) {
    Set<Integer> runs = new LinkedHashSet<>();
    for (int parts = 1; parts <= MOST_RUNS; parts++) {
      for (int unit : UNITS) {
        int length = (inputs + parts * unit - 1) / (parts * unit) * unit;
        runs.add(Math.min(length, inputs));
      }
    }
    return runs;
  }

  /** Some rows again and again: a large weight would take long to make. */
  private static Tensor weight(Shape shape, int number) {
    int sampled = Math.min(SAMPLED_OUTPUTS, shape.outputs);
    int times = (shape.outputs + sampled - 1) / sampled;
    return numbers(sampled, shape.inputs, number)
        .repeat(times, 1)
        .narrow(0, 0, shape.outputs)
        .contiguous();
  }

  /** Numbers of all signs and magnitudes; libtorch's generator belongs to others. */
  private static Tensor numbers(int rows, int columns, int number) {
    return arange(new Scalar((long) rows * columns), new TensorOptions(ScalarType.Float))
        .add(new Scalar(number * 0.37))
        .sin()
        .pow(new Scalar(3L))
        .view(rows, columns)
        .to(ScalarType.BFloat16);
  }
}
