package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ParameterTest {

  @Test
  void roundedValueFollowsTheMaster() {
    try (TensorScope _ = new TensorScope();
        Parameter weight =
            new Parameter("w", torch.tensor(new float[] {1.001f, -3f}), ScalarType.BFloat16)) {
      assertThat(weight.isRounded()).isTrue();
      assertThat(weight.master().data_ptr_float().get(0)).isEqualTo(1.001f);
      assertThat(first(weight.value())).isEqualTo(1f);
      weight.master().fill_(new org.bytedeco.pytorch.Scalar(2.5));
      weight.refreshValue();
      assertThat(first(weight.value())).isEqualTo(2.5f);
    }
  }

  @Test
  void fp32ComputesWithTheMasterItself() {
    try (TensorScope _ = new TensorScope();
        Parameter weight = new Parameter("w", torch.ones(2, 3), ScalarType.Float)) {
      assertThat(weight.isRounded()).isFalse();
      assertThat(weight.value()).isSameAs(weight.master());
      assertThat(weight.size()).isEqualTo(6);
    }
  }

  @Test
  void stridedInitialBecomesDenseAndOwn() {
    try (TensorScope _ = new TensorScope()) {
      Tensor initial = torch.tensor(new float[] {1, 2, 3, 4}).view(2, 2).t();
      try (Parameter weight = new Parameter("w", initial, ScalarType.Float)) {
        initial.fill_(new org.bytedeco.pytorch.Scalar(9));
        assertThat(weight.master().is_contiguous()).isTrue();
        assertThat(weight.master().data_ptr_float().get(1)).isEqualTo(3f);
        assertThat(weight.grad().sizes().vec().get()).containsExactly(2, 2);
      }
    }
  }

  @Test
  void otherComputeTypesAreRefused() {
    try (TensorScope _ = new TensorScope()) {
      Tensor ones = torch.ones(2);
      assertThatThrownBy(() -> new Parameter("norm", ones, ScalarType.Half))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("norm");
    }
  }

  private static float first(Tensor tensor) {
    return tensor.to(ScalarType.Float).data_ptr_float().get(0);
  }
}
