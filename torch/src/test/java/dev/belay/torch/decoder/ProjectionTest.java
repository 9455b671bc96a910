package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Worked by hand: the weight is [[1, 2], [3, 4]], the input [1, -1], the output's gradient [1, 2].
 */
@ExtendWith(ScopedTensors.class)
class ProjectionTest {

  private static final float[] WEIGHT = {1, 2, 3, 4};
  private static final float[] BIAS = {10, 20};

  private static Parameter trained(String name, Tensor value) {
    return new Parameter(name, value, ComputeType.FLOAT32);
  }

  private static Tensor weight() {
    return torch.tensor(WEIGHT).view(2, 2);
  }

  private static Tensor row(float... values) {
    return torch.tensor(values).view(1, 2);
  }

  private static void assertEqual(Tensor actual, Tensor expected) {
    assertThat(actual.equal(expected)).as(() -> actual.toString()).isTrue();
  }

  @Test
  void aDenseProjectionIsItsWeight() {
    try (Parameter weight = trained("w", weight())) {
      Projection projection = new DenseProjection(weight);
      Tensor output = torch.zeros(1, 2);
      projection.forward(row(1, -1), output);
      assertEqual(output, row(-1, -1));
      Tensor inputGrad = torch.zeros(1, 2);
      projection.inputGradient(row(1, 2), inputGrad);
      assertEqual(inputGrad, row(7, 10));
      projection.addGradients(row(1, 2), row(1, -1));
      assertEqual(weight.grad(), torch.tensor(new float[] {1, -1, 2, -2}).view(2, 2));
      assertThat(projection.trained()).containsExactly(weight);
      assertEqual(projection.merged(), weight());
    }
  }

  @Test
  void aBiasIsAddedAndHasTheOutputsGradient() {
    try (Parameter weight = trained("w", weight());
        Parameter bias = trained("b", torch.tensor(BIAS))) {
      Projection projection = new BiasedProjection(weight, bias);
      Tensor output = torch.zeros(1, 2);
      projection.forward(row(1, -1), output);
      assertEqual(output, row(9, 19));
      projection.addGradients(row(1, 2), row(1, -1));
      projection.addGradients(row(1, 2), row(1, -1));
      assertEqual(bias.grad(), torch.tensor(new float[] {2, 4}));
      assertEqual(weight.grad(), torch.tensor(new float[] {2, -2, 4, -4}).view(2, 2));
      assertThat(projection.trained()).containsExactly(weight, bias);
    }
  }

  @Test
  void whatStandsStillTakesNoGradient() {
    try (Parameter weight = Parameter.frozen("w", TensorScope.retain(weight()));
        Parameter bias = Parameter.frozen("b", TensorScope.retain(torch.tensor(BIAS)))) {
      Projection projection = new BiasedProjection(weight, bias);
      projection.addGradients(row(1, 2), row(1, -1));
      assertThat(weight.grad().numel()).isZero();
      assertEqual(bias.grad(), torch.zeros(2));
      assertThat(projection.parameters()).containsExactly(weight, bias);
      assertThat(projection.trained()).isEmpty();
    }
  }
}
