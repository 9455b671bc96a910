package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Worked by hand: the weight is [[1, 2], [3, 4]], A is [[1, 1]], B is [[1], [2]], the scale ½, the
 * input [1, 1], the output's gradient [1, 2].
 */
@ExtendWith(ScopedTensors.class)
class LowRankProjectionTest {

  private static Tensor matrix(int rows, float... values) {
    return torch.tensor(values).view(rows, -1);
  }

  private static Parameter trained(String name, Tensor value) {
    return new Parameter(name, value, ComputeType.FLOAT32);
  }

  private static void assertEqual(Tensor actual, Tensor expected) {
    assertThat(actual.equal(expected)).as(() -> actual.toString()).isTrue();
  }

  private static LowRankProjection.Part part(long firstRow, Parameter down, Parameter up) {
    return new LowRankProjection.Part(firstRow, down, up, 0.5, 0);
  }

  @Test
  void addsItsProductAndHasGradientsOfBothFactors() {
    try (WideRows wide = new WideRows();
        Parameter weight = Parameter.frozen("w", TensorScope.retain(matrix(2, 1, 2, 3, 4)));
        Parameter down = trained("a", matrix(1, 1, 1));
        Parameter up = trained("b", matrix(2, 1, 2))) {
      Projection projection =
          new LowRankProjection(
              new DenseProjection(weight), List.of(part(0, down, up)), new AdapterDropout(0), wide);
      Tensor output = torch.zeros(1, 2);
      projection.forward(matrix(1, 1, 1), output);
      assertEqual(output, matrix(1, 4, 9));
      Tensor inputGrad = torch.zeros(1, 2);
      projection.inputGradient(matrix(1, 1, 2), inputGrad);
      assertEqual(inputGrad, matrix(1, 9.5f, 12.5f));
      projection.addGradients(matrix(1, 1, 2), matrix(1, 1, 1));
      assertEqual(up.grad(), matrix(2, 1, 2));
      assertEqual(down.grad(), matrix(1, 2.5f, 2.5f));
      projection.addGradients(matrix(1, 1, 2), matrix(1, 1, 1));
      assertEqual(up.grad(), matrix(2, 2, 4));
      assertEqual(projection.merged(), matrix(2, 1.5f, 2.5f, 4, 5));
      assertEqual(weight.value(), matrix(2, 1, 2, 3, 4));
      assertThat(projection.trained()).containsExactly(down, up);
    }
  }

  @Test
  void ofAStackOnlyItsOwnRowsAreTouched() {
    try (WideRows wide = new WideRows();
        Parameter weight = Parameter.frozen("w", TensorScope.retain(matrix(2, 1, 2, 3, 4)));
        Parameter down = trained("a", matrix(1, 1, 1));
        Parameter up = trained("b", matrix(1, 2))) {
      Projection projection =
          new LowRankProjection(
              new DenseProjection(weight), List.of(part(1, down, up)), new AdapterDropout(0), wide);
      Tensor output = torch.zeros(1, 2);
      projection.forward(matrix(1, 1, 1), output);
      assertEqual(output, matrix(1, 3, 9));
      Tensor inputGrad = torch.zeros(1, 2);
      projection.inputGradient(matrix(1, 1, 2), inputGrad);
      assertEqual(inputGrad, matrix(1, 9, 12));
      projection.addGradients(matrix(1, 1, 2), matrix(1, 1, 1));
      assertEqual(up.grad(), matrix(1, 2));
      assertEqual(down.grad(), matrix(1, 2, 2));
      assertEqual(projection.merged(), matrix(2, 1, 2, 4, 5));
    }
  }

  /** Between 1 and its neighbour 1 + 2⁻⁷ lies 1 + 2⁻⁸; rounded first, 2⁻⁸ + 2⁻¹⁷ is 2⁻⁸. */
  @Test
  void theSumIsRoundedOnceWhereProductsAreBfloat16() {
    ScalarType bf16 = ScalarType.BFloat16;
    try (WideRows wide = new WideRows();
        Parameter weight = Parameter.frozen("w", TensorScope.retain(matrix(1, 1).to(bf16)));
        Parameter down = trained("a", matrix(1, 1));
        Parameter up = trained("b", matrix(1, 0x1p-7f + 0x1p-16f))) {
      Projection projection =
          new LowRankProjection(
              new DenseProjection(weight), List.of(part(0, down, up)), new AdapterDropout(0), wide);
      Tensor output = torch.zeros(1, 1).to(bf16);
      projection.forward(matrix(1, 1).to(bf16), output);
      assertThat(output.item().toDouble()).isEqualTo(1 + 0x1p-7);
      Tensor inputGrad = torch.zeros(1, 1).to(bf16);
      projection.inputGradient(matrix(1, 1).to(bf16), inputGrad);
      assertThat(inputGrad.item().toDouble()).isEqualTo(1 + 0x1p-7);
    }
  }

  /** Memory that is used again keeps nothing of a larger batch before, or of another projection. */
  @Test
  void batchesOfAnySizeInAnyOrderAreComputedAlike() {
    ScalarType bf16 = ScalarType.BFloat16;
    try (WideRows wide = new WideRows();
        Parameter weight =
            Parameter.frozen("w", TensorScope.retain(matrix(2, 1, 2, 3, 4).to(bf16)));
        Parameter down = trained("a", matrix(1, 0.5f, -3));
        Parameter up = trained("b", matrix(2, 1.25f, 7))) {
      Projection shared =
          new LowRankProjection(
              new DenseProjection(weight), List.of(part(0, down, up)), new AdapterDropout(0), wide);
      for (int rows : new int[] {5, 2, 9, 1}) {
        Tensor input = torch.arange(new Scalar(2 * rows)).view(rows, 2).to(bf16);
        try (WideRows own = new WideRows()) {
          Projection alone =
              new LowRankProjection(
                  new DenseProjection(weight),
                  List.of(part(0, down, up)),
                  new AdapterDropout(0),
                  own);
          Tensor once = torch.zeros(rows, 2).to(bf16);
          Tensor again = torch.zeros(rows, 2).to(bf16);
          alone.forward(input, once);
          shared.forward(input, again);
          assertEqual(again, once);
          alone.inputGradient(input, once);
          shared.inputGradient(input, again);
          assertEqual(again, once);
          alone.addGradients(once, input);
          Tensor first = up.grad().clone();
          shared.addGradients(once, input);
          assertEqual(up.grad(), first.mul(new Scalar(2)));
          up.grad().zero_();
        }
      }
    }
  }
}
