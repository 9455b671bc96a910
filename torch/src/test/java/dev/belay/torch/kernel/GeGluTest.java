package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import org.junit.jupiter.api.Test;

class GeGluTest extends GatedUnitContract {

  GeGluTest() {
    super(2e-6);
  }

  @Override
  GatedUnit unit(ComputeType type, int size) {
    return new GeGlu(type, size);
  }

  @Override
  double activation(double gate) {
    double inner = Math.sqrt(2 / Math.PI) * (gate + 0.044715 * gate * gate * gate);
    return 0.5 * gate * (1 + Math.tanh(inner));
  }

  /** gelu(1) = 0.8411920 and gelu(-1) = -0.1588080, times ups of 2 and 3. */
  @Test
  void handWorked() {
    assertThat(forward(1, -1, 2, 3))
        .containsExactly(new double[] {1.682384, -0.476424}, within(1e-6));
  }
}
