package dev.belay.torch.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.machine.Processor.Feature;
import dev.belay.torch.tensor.ComputeType;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProductTypeTest {

  private static ComputeType bfloat16On(Feature... features) {
    return ProductType.of(ComputeType.BFLOAT16, Set.of(features));
  }

  @Test
  void bfloat16IsMultipliedWhereThereAreInstructions() {
    assertThat(bfloat16On(Feature.AVX2, Feature.AVX512, Feature.AVX512_BF16))
        .isEqualTo(ComputeType.BFLOAT16);
    assertThat(bfloat16On(Feature.AVX2, Feature.AVX512, Feature.AMX_BF16))
        .isEqualTo(ComputeType.BFLOAT16);
  }

  @Test
  void itIsWidenedWhereItWouldBeEmulated() {
    assertThat(bfloat16On(Feature.AVX2)).isEqualTo(ComputeType.FLOAT32);
    assertThat(bfloat16On(Feature.AVX2, Feature.AVX512)).isEqualTo(ComputeType.FLOAT32);
  }

  @Test
  void anotherArchitectureMultipliesWhatItIsGiven() {
    assertThat(bfloat16On()).isEqualTo(ComputeType.BFLOAT16);
  }

  @Test
  void fp32StaysFp32() {
    assertThat(ProductType.of(ComputeType.FLOAT32, Set.of(Feature.AVX2, Feature.AMX_BF16)))
        .isEqualTo(ComputeType.FLOAT32);
  }
}
