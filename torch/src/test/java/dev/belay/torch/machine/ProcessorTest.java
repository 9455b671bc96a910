package dev.belay.torch.machine;

import static dev.belay.torch.machine.Processor.Feature.AMX_BF16;
import static dev.belay.torch.machine.Processor.Feature.AVX2;
import static dev.belay.torch.machine.Processor.Feature.AVX512;
import static dev.belay.torch.machine.Processor.Feature.AVX512_BF16;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.machine.Processor.Feature;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorTest {

  @Test
  void nameAndFeaturesAreReadFromTheFirstProcessor() {
    Processor processor =
        Processor.of(
            List.of(
                "processor\t: 0",
                "model name\t: Some CPU @ 3.0 GHz",
                "flags\t\t: fpu avx2 avx512f avx512_bf16 avx512_vnni",
                "processor\t: 1",
                "flags\t\t: fpu"));
    assertThat(processor.name()).isEqualTo("Some CPU @ 3.0 GHz");
    assertThat(processor.features()).containsExactlyInAnyOrder(AVX2, AVX512, AVX512_BF16);
    assertThat(processor.featureNames()).containsExactly("avx2", "avx512", "avx512_bf16");
  }

  @Test
  void aFlagCountsAsAWholeWord() {
    assertThat(Processor.of(List.of("flags : amx_bf16x avx2_like")).features()).isEmpty();
    assertThat(Processor.of(List.of("flags : amx_bf16")).features()).containsExactly(AMX_BF16);
  }

  @Test
  void whereTheSystemDoesNotTellTheArchitectureIsTheName() {
    assertThat(Processor.of(List.of()).name()).isEqualTo(System.getProperty("os.arch"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiter = '|',
      textBlock =
          """
          none                   | AVX2 AVX512 AVX512_BF16 AMX_BF16
          ALL                    | AVX2 AVX512 AVX512_BF16 AMX_BF16
          AVX512_CORE_AMX        | AVX2 AVX512 AVX512_BF16 AMX_BF16
          AVX512_CORE_FP16       | AVX2 AVX512 AVX512_BF16
          avx512_core_bf16       | AVX2 AVX512 AVX512_BF16
          AVX512_CORE_VNNI       | AVX2 AVX512
          AVX512_CORE            | AVX2 AVX512
          AVX2_VNNI              | AVX2
          AVX2                   | AVX2
          """)
  void oneDnnsLimitLeavesTheNarrowerFeatures(@Nullable String limit, String left) {
    Processor processor =
        Processor.of(List.of("flags : avx2 avx512f avx512_bf16 amx_bf16 avx512_vnni"));

    assertThat(processor.productFeatures(limit).stream().map(Feature::name))
        .containsExactlyInAnyOrder(left.split(" ", -1));
    assertThat(Processor.of(List.of("flags : fpu")).productFeatures(limit)).isEmpty();
    assertThat(processor.productFeatures("SSE41")).isEmpty();
  }
}
