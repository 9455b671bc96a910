package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.tensor.ComputeType;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {

  /** SmolLM2-135M. */
  private static final DecoderConfig SMOL =
      DecoderConfig.builder(DecoderFamily.LLAMA)
          .vocabularySize(49_152)
          .hiddenSize(576)
          .intermediateSize(1536)
          .layers(30)
          .heads(9, 3, 64)
          .maxPositions(8192)
          .rmsNormEps(1e-5)
          .ropeTheta(100_000)
          .tiedEmbeddings(true)
          .build();

  private static final long PARAMETERS = 134_515_008;

  @Test
  void inferenceHoldsTheWeightsTwiceAndTheCache() {
    MemoryNeed need = MemoryNeed.inference(SMOL, ComputeType.BFLOAT16, ComputeType.FLOAT32, 1000);
    assertThat(need.parts())
        .containsExactly(
            new MemoryNeed.Part("weights", 2 * PARAMETERS),
            new MemoryNeed.Part("packed weights", 4 * PARAMETERS),
            new MemoryNeed.Part("keys and values", 4L * 30 * 3 * 64 * 2 * 1000));
    assertThat(need.bytes()).isEqualTo(6 * PARAMETERS + 46_080_000);
  }

  @Test
  void trainingHoldsMastersMomentsGradientsWeightsActivationsAndLogits() {
    MemoryNeed need = MemoryNeed.training(SMOL, ComputeType.BFLOAT16, 2048);
    long kept = 30 * (2 * 576 + 2 * 576 + 2 * 192 + 2 * 1536) + 576;
    long working = 4 * (4 * 576 + 4 * 1536);
    assertThat(need.bytes())
        .isEqualTo(18 * PARAMETERS + (2 * kept + working) * 2048 + 49_152L * 8 * 512);
    MemoryNeed single = MemoryNeed.training(SMOL, ComputeType.FLOAT32, 10);
    assertThat(single.bytes())
        .isEqualTo(16 * PARAMETERS + (4 * kept + working) * 10 + 49_152L * 8 * 10);
  }

  @Test
  void anAnchorHoldsTheReferenceAndWhatItNeedsApart() {
    assertThat(MemoryNeed.anchor(SMOL, ComputeType.FLOAT32, 1000, false, false).bytes())
        .isEqualTo(4 * PARAMETERS + 1000);
    assertThat(MemoryNeed.anchor(SMOL, ComputeType.BFLOAT16, 0, true, true).bytes())
        .isEqualTo((2 + 4 + 4) * PARAMETERS);
    long kept = 30 * (2 * 576 + 2 * 576 + 2 * 192 + 2 * 1536) + 576;
    long working = 4 * (4 * 576 + 4 * 1536);
    assertThat(MemoryNeed.perturbation(SMOL, ComputeType.BFLOAT16, 100).bytes())
        .as("what two passes leave")
        .isEqualTo(2 * ((2 * kept + working) * 100 + 49_152L * 8 * 100));
  }

  @Test
  void comparingHoldsBothWeightsAndNoOptimizer() {
    MemoryNeed need = MemoryNeed.scoring(SMOL, ComputeType.BFLOAT16, 1024);
    long working = 4 * (4 * 576 + 4 * 1536);
    assertThat(need.bytes()).isEqualTo(4 * PARAMETERS + working * 1024 + 49_152L * 8 * 512);
    MemoryNeed training = MemoryNeed.training(SMOL, ComputeType.BFLOAT16, 1024);
    assertThat(need.or(training)).isSameAs(training);
    assertThat(training.or(need)).isSameAs(training);
  }

  @Test
  void suffixSearchHoldsTheWeightsOncePlusCandidatesAndOneGradient() {
    MemoryNeed need = MemoryNeed.suffixSearch(SMOL, ComputeType.BFLOAT16, 2048, 512);
    long kept = 30 * (2 * 576 + 2 * 576 + 2 * 192 + 2 * 1536) + 576;
    long working = 4 * (4 * 576 + 4 * 1536);
    assertThat(need.bytes())
        .isEqualTo(
            2 * PARAMETERS
                + (2 * (kept / 30) + working) * 2048
                + 2 * kept * 512
                + 49_152L * 8 * 512);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> new MemoryBudget(need.bytes() - 1, "a test").require(need))
        .withMessageContaining("too little memory for a search for suffixes");
    new MemoryBudget(need.bytes(), "a test").require(need);
  }

  @Test
  void needsAddUpAndNeverOverflow() {
    MemoryNeed both =
        MemoryNeed.training(SMOL, ComputeType.BFLOAT16, 1)
            .and(MemoryNeed.inference(SMOL, ComputeType.BFLOAT16, ComputeType.BFLOAT16, 1));
    assertThat(both.purpose()).isEqualTo("training and inference");
    assertThat(both.bytes())
        .isEqualTo(
            MemoryNeed.training(SMOL, ComputeType.BFLOAT16, 1).bytes()
                + MemoryNeed.inference(SMOL, ComputeType.BFLOAT16, ComputeType.BFLOAT16, 1)
                    .bytes());
    MemoryNeed absurd = MemoryNeed.training(SMOL, ComputeType.BFLOAT16, Long.MAX_VALUE / 2);
    assertThat(absurd.bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(absurd.and(absurd).bytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theLargestConfigurationThatCanBeReadDoesNotOverflow() {
    DecoderConfig largest =
        DecoderConfig.builder(DecoderFamily.LLAMA)
            .vocabularySize(1 << 24)
            .hiddenSize(1 << 20)
            .intermediateSize(1 << 20)
            .layers(1024)
            .heads(1 << 12, 1 << 12, 1 << 12)
            .maxPositions(1 << 28)
            .rmsNormEps(1e-5)
            .ropeTheta(1e4)
            .build();
    assertThat(WeightShape.parameters(largest)).isBetween(1L << 56, 1L << 58);
    assertThat(MemoryNeed.training(largest, ComputeType.BFLOAT16, 1 << 20).bytes())
        .isGreaterThan(1L << 60);
  }

  @Test
  void theBreakdownNamesEachPart() {
    MemoryNeed need =
        new MemoryNeed(
            "x", List.of(new MemoryNeed.Part("a", 1_500_000), new MemoryNeed.Part("b", 7)));
    assertThat(need.breakdown()).isEqualTo("1.5 MB a, 7 B b");
  }

  @Test
  void byteCountsAreReadable() {
    assertThat(ByteCount.text(0)).isEqualTo("0 B");
    assertThat(ByteCount.text(999)).isEqualTo("999 B");
    assertThat(ByteCount.text(1000)).isEqualTo("1.0 kB");
    assertThat(ByteCount.text(999_949)).isEqualTo("999.9 kB");
    assertThat(ByteCount.text(999_950)).isEqualTo("1.0 MB");
    assertThat(ByteCount.text(269_060_552)).isEqualTo("269.1 MB");
    assertThat(ByteCount.text(Long.MAX_VALUE)).isEqualTo("9.2 EB");
  }
}
