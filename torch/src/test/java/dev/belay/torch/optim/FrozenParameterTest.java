package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A weight that stands still has no moments and no room for a gradient: nobody may touch it. */
@ExtendWith(ScopedTensors.class)
class FrozenParameterTest {

  private static final AdamW.Settings DECAYING = new AdamW.Settings(0.9, 0.999, 1e-8, 0.1);

  @TempDir Path folder;

  private static Parameter trained() {
    Parameter parameter = new Parameter("trained", torch.ones(3), ComputeType.FLOAT32);
    parameter.addGradient(torch.tensor(new float[] {3, 0, 4}));
    return parameter;
  }

  private static Parameter frozenMatrix() {
    return Parameter.frozen("matrix", TensorScope.retain(torch.ones(64, 64)));
  }

  /** Norms' passes fill the gradient of a vector, trained or not. */
  private static Parameter frozenVector() {
    Parameter vector = Parameter.frozen("vector", TensorScope.retain(torch.ones(8)));
    vector.grad().fill_(new Scalar(100));
    return vector;
  }

  @Test
  void theOptimizerMovesTheOthersAlone() {
    try (Parameter matrix = frozenMatrix();
        Parameter vector = frozenVector();
        Parameter trained = trained()) {
      new AdamW(DECAYING).step(List.of(matrix, trained, vector), 0.5, 1);
      assertThat(matrix.value().equal(torch.ones(64, 64))).isTrue();
      assertThat(vector.value().equal(torch.ones(8))).isTrue();
      assertThat(trained.value().equal(torch.ones(3))).isFalse();
    }
  }

  @Test
  void theNormIsOfTheOthersAlone() {
    try (Parameter matrix = frozenMatrix();
        Parameter vector = frozenVector();
        Parameter trained = trained()) {
      assertThat(GradientNorm.of(List.of(matrix, vector, trained)).value()).isEqualTo(5);
    }
  }

  @Test
  void theStateHoldsTheOthersAlone() throws IOException {
    Path file = folder.resolve("optimizer.safetensors");
    try (Parameter matrix = frozenMatrix();
        Parameter vector = frozenVector();
        Parameter trained = trained()) {
      List<Parameter> all = List.of(matrix, vector, trained);
      AdamW optimizer = new AdamW(DECAYING);
      optimizer.step(all, 0.5, 1);
      OptimizerState.write(file, all, optimizer);
      try (SafetensorsFile state = SafetensorsFile.open(file)) {
        assertThat(state.entries()).hasSize(3);
      }
      trained.master().zero_();
      matrix.value().fill_(new Scalar(2));
      OptimizerState.read(file, all, new AdamW(DECAYING));
      assertThat(trained.master().equal(torch.zeros(3))).isFalse();
      assertThat(matrix.value().equal(torch.full(new long[] {64, 64}, new Scalar(2)))).isTrue();
    }
  }
}
