package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ParameterTest {

  @Test
  void roundedValueFollowsTheMaster() {
    try (TensorScope _ = new TensorScope();
        Parameter weight =
            new Parameter("w", torch.tensor(new float[] {1.001f, -3f}), ComputeType.BFLOAT16)) {
      assertThat(weight.isRounded()).isTrue();
      assertThat(weight.master().data_ptr_float().get(0)).isEqualTo(1.001f);
      assertThat(first(weight.value())).isEqualTo(1f);
      weight.master().fill_(new Scalar(2.5));
      weight.refreshValue();
      assertThat(first(weight.value())).isEqualTo(2.5f);
    }
  }

  @Test
  void fp32ComputesWithTheMasterItself() {
    try (TensorScope _ = new TensorScope();
        Parameter weight = new Parameter("w", torch.ones(2, 3), ComputeType.FLOAT32)) {
      assertThat(weight.isRounded()).isFalse();
      assertThat(weight.value()).isSameAs(weight.master());
      assertThat(weight.size()).isEqualTo(6);
    }
  }

  @Test
  void stridedInitialBecomesDenseAndOwn() {
    try (TensorScope _ = new TensorScope()) {
      Tensor initial = torch.tensor(new float[] {1, 2, 3, 4}).view(2, 2).t();
      try (Parameter weight = new Parameter("w", initial, ComputeType.FLOAT32)) {
        initial.fill_(new Scalar(9));
        assertThat(weight.master().is_contiguous()).isTrue();
        assertThat(weight.master().data_ptr_float().get(1)).isEqualTo(3f);
        assertThat(weight.grad().sizes().vec().get()).containsExactly(2, 2);
      }
    }
  }

  @Test
  void gradientsOfEitherTypeAddUp() {
    try (TensorScope _ = new TensorScope();
        Parameter weight = new Parameter("w", torch.zeros(37), ComputeType.BFLOAT16)) {
      Tensor ramp = torch.arange(new Scalar(37));
      weight.addGradient(ramp.to(ScalarType.Float));
      weight.addGradient(ramp.to(ScalarType.BFloat16));
      assertThat(weight.grad().equal(ramp.to(ScalarType.Float).mul(new Scalar(2)))).isTrue();
      assertThatThrownBy(() -> weight.addGradient(torch.ones(36)))
          .hasMessageContaining("w has 37 weights");
      assertThatThrownBy(() -> weight.addGradient(ramp)).hasMessageContaining("Long");
    }
  }

  @Test
  void gradientOfALinearLayerIsTheProductOfItsEnds() {
    for (ComputeType type : ComputeType.values()) {
      try (TensorScope _ = new TensorScope();
          Parameter weight = new Parameter("w", torch.zeros(2, 3), type)) {
        Tensor gradOutput = torch.tensor(new float[] {1, 2, 3, 4}).view(2, 2);
        Tensor input = torch.tensor(new float[] {1, 0, 2, 0, 1, 1}).view(2, 3);
        for (int twice = 0; twice < 2; twice++) {
          weight.addProductGradient(gradOutput.to(type.scalarType()), input.to(type.scalarType()));
        }
        Tensor expected = torch.tensor(new float[] {2, 6, 10, 4, 8, 16}).view(2, 3);
        assertThat(weight.grad().equal(expected)).isTrue();
      }
    }
  }

  private static float first(Tensor tensor) {
    return tensor.to(ScalarType.Float).data_ptr_float().get(0);
  }
}
