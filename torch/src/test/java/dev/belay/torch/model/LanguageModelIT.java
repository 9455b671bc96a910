package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.format.ElementType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SmolLM2-135M-Instruct, pulled on first use. */
class LanguageModelIT {

  private static Path directory() {
    return ModelStore.ofEnvironment(Progress.SILENT).resolve("smollm2-135m-instruct");
  }

  @Test
  void opensInWellUnderASecond() {
    Path directory = directory();
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime(); // Of this thread: other load does not count.
    try (LanguageModel model = LanguageModel.open(directory)) {
      long nanoseconds = threads.getCurrentThreadCpuTime() - before;
      assertThat(nanoseconds).isBetween(0L, 1_000_000_000L);
      assertThat(WeightShape.parameters(model.config())).isEqualTo(134_515_008);
      assertThat(model.config())
          .isEqualTo(
              DecoderConfig.builder(DecoderFamily.LLAMA)
                  .vocabularySize(49_152)
                  .hiddenSize(576)
                  .intermediateSize(1536)
                  .layers(30)
                  .heads(9, 3, 64)
                  .maxPositions(8192)
                  .rmsNormEps(model.config().rmsNormEps())
                  .ropeTheta(100_000)
                  .tiedEmbeddings(true)
                  .build());
      assertThat(model.config().rmsNormEps()).isBetween(0.99e-5, 1.01e-5);
    }
  }

  @Test
  void textAndTemplateAreThoseOfTheModel() {
    try (LanguageModel model = LanguageModel.open(directory())) {
      assertThat(model.eosTokenIds()).contains(2);
      assertThat(model.specialTokens())
          .containsAllEntriesOf(Map.of("bos_token", "<|im_start|>", "eos_token", "<|im_end|>"));
      assertThat(model.chatTemplate().orElseThrow()).contains("<|im_start|>assistant");
      // As transformers encodes it.
      String text = "<|im_start|>user\nWhat is 12 + 345? Ünï 日本 😀<|im_end|>\n";
      int[] ids = model.tokenizer().encode(text);
      assertThat(ids)
          .containsExactly(
              1, 4093, 198, 1780, 314, 216, 33, 34, 1232, 216, 35, 36, 37, 47, 5549, 246, 94, 25972,
              17097, 241, 115, 40993, 40303, 218, 2, 198);
      assertThat(model.tokenizer().decodeWithSpecialTokens(ids)).isEqualTo(text);
    }
  }

  @Test
  void aCopyHasTheSameWeights(@TempDir Path parent) {
    Path directory = directory();
    Path copy = parent.resolve("copy");
    try (LanguageModel model = LanguageModel.open(directory)) {
      new ModelWriter(model, ElementType.F32).source(directory).shardBytes(200_000_000).write(copy);
      try (LanguageModel copied = LanguageModel.open(copy)) {
        assertThat(copied.weightFiles()).hasSize(3);
        for (WeightShape weight : WeightShape.all(model.config())) {
          var original = model.weight(weight.name()).to(copied.weight(weight.name()).scalar_type());
          assertThat(copied.weight(weight.name()).equal(original)).as(weight.name()).isTrue();
          original.close();
        }
      }
    }
  }
}
