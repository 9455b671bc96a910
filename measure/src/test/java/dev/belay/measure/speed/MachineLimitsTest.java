package dev.belay.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.tensor.ComputeType;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {

  /** A processor of the last ten years lies well within these bounds; a wrong unit does not. */
  @Test
  void figuresAreOfARealMachine() {
    MachineLimits limits = MachineLimits.measure(ComputeType.FLOAT32);
    assertThat(limits.gemmFlops()).isBetween(1e9, 1e15);
    assertThat(limits.decodeGemmFlops()).isBetween(1e8, 1e15);
    assertThat(limits.memoryBytesPerSecond()).isBetween(1e8, 1e13);
  }
}
