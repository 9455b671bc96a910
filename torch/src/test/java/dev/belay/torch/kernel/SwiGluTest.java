package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import org.junit.jupiter.api.Test;

class SwiGluTest extends GatedUnitContract {

  SwiGluTest() {
    super(1e-6);
  }

  @Override
  GatedUnit unit(ComputeType type, int size) {
    return new SwiGlu(type, size);
  }

  @Override
  double activation(double gate) {
    return gate / (1 + Math.exp(-gate));
  }

  @Override
  double slope(double gate) {
    double sigmoid = 1 / (1 + Math.exp(-gate));
    return sigmoid * (1 + gate * (1 - sigmoid));
  }

  /** silu(1) = 0.7310586 and silu(-1) = -0.2689414, times ups of 2 and 3. */
  @Test
  void handWorked() {
    assertThat(forward(1, -1, 2, 3))
        .containsExactly(new double[] {1.4621172, -0.8068242}, within(1e-6));
  }
}
