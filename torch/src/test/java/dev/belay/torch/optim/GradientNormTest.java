package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ScopedTensors.class)
class GradientNormTest {

  private static Parameter withGradient(String name, Tensor gradient) {
    Parameter parameter = new Parameter(name, torch.zeros_like(gradient), ComputeType.BFLOAT16);
    parameter.addGradient(gradient);
    return parameter;
  }

  @Test
  void normSpansAllParameters() {
    try (Parameter a = withGradient("a", torch.tensor(new float[] {3, 0}));
        Parameter b = withGradient("b", torch.tensor(new float[] {4}))) {
      GradientNorm norm = GradientNorm.of(List.of(a, b));
      assertThat(norm.value()).isEqualTo(5);
      assertThat(norm.clipScale(1)).isCloseTo(.2, within(1e-6));
      assertThat(norm.clipScale(5.1)).isEqualTo(1);
      assertThat(norm.clipScale(0)).isEqualTo(1);
      assertThatThrownBy(() -> norm.clipScale(-1)).hasMessageContaining("clip_norm");
    }
  }

  @Test
  void noGradientAndNoParametersHaveNormZero() {
    try (Parameter a = withGradient("a", torch.zeros(3))) {
      assertThat(GradientNorm.of(List.of(a)).value()).isZero();
      assertThat(GradientNorm.of(List.of(a)).clipScale(1)).isEqualTo(1);
      assertThat(GradientNorm.of(List.of()).value()).isZero();
    }
  }

  @Test
  void resultDoesNotDependOnTheThreads() {
    try (Parameter a = withGradient("a", torch.randn(300_007))) {
      Parallel.setThreads(1);
      double alone = GradientNorm.of(List.of(a)).value();
      assertThat(alone)
          .isCloseTo(a.grad().to(ScalarType.Double).norm().item_double(), within(1e-4));
      for (int count : new int[] {2, 3, 5}) {
        Parallel.setThreads(count);
        assertThat(GradientNorm.of(List.of(a)).value()).isEqualTo(alone);
      }
    }
  }

  @Test
  void hugeButFiniteGradientsDoNotOverflow() {
    try (Parameter a = withGradient("a", torch.full(new long[] {100}, new Scalar(1e30)))) {
      assertThat(GradientNorm.of(List.of(a)).value()).isCloseTo(1e31, within(1e25));
    }
  }

  @Test
  void whatIsNotFiniteIsNamed() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      Tensor gradient = torch.ones(50_000);
      gradient.narrow(0, 40_001, 1).fill_(new Scalar(bad));
      try (Parameter fine = withGradient("fine", torch.ones(3));
          Parameter broken = withGradient("model.norm.weight", gradient)) {
        assertThatThrownBy(() -> GradientNorm.of(List.of(fine, broken)))
            .isInstanceOf(NonFiniteException.class)
            .hasMessage("the gradient of model.norm.weight is %s at element 40001".formatted(bad));
      }
    }
  }
}
