package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reward models as directories. */
@ExtendWith(ScopedTensors.class)
class RewardModelTest {

  @TempDir Path folder;

  private Path written(TinyModel tiny, ElementType type) {
    Path target = folder.resolve("reward");
    Path source = tiny.directory();
    try (LanguageModel model = LanguageModel.open(source)) {
      Tensor head = torch.ones(1, model.config().hiddenSize());
      new ModelWriter(ScalarWeights.of(model, head), type).source(source).write(target);
    }
    return target;
  }

  private static JsonNode config(Path directory) throws IOException {
    return ModelFixture.JSON.readTree(directory.resolve("config.json").toFile());
  }

  @ParameterizedTest
  @EnumSource(TinyModel.class)
  void everyFamilyIsWrittenAndReadWithoutItsLanguageHead(TinyModel tiny) throws IOException {
    Path directory = written(tiny, ElementType.F32);
    try (RewardModel model = RewardModel.open(directory)) {
      assertThat(model.head().shape()).containsExactly(1, model.config().hiddenSize());
      assertThat(model.config().tiedEmbeddings()).isTrue();
      assertThat(model.weight(model.config().headWeightName()).dim()).isEqualTo(2);
    }
    JsonNode config = config(directory);
    assertThat(config.path("architectures").get(0).asText()).endsWith("ForSequenceClassification");
    assertThat(config.path("id2label")).hasSize(1);
    assertThatThrownBy(() -> LanguageModel.open(directory))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("ForCausalLM for a language model");
    assertThatThrownBy(() -> RewardModel.open(tiny.directory()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("ForSequenceClassification for a reward model");
  }

  /** Ids 0 and 2 end a turn; padding by one of them would hide the last token of a completion. */
  @Test
  void paddingIsNoTokenThatEndsATurn() throws IOException {
    Path directory = written(TinyModel.LLAMA, ElementType.BF16);
    assertThat(config(directory).path("pad_token_id").asInt()).isEqualTo(1);
    assertThat(config(directory).path("dtype").asText()).isEqualTo("bfloat16");
    assertThat(directory.resolve("tokenizer.json")).exists();
  }

  @Test
  void withoutATokenizerThereIsNoPadding() throws IOException {
    assertThat(config(written(TinyModel.QWEN2, ElementType.BF16)).has("pad_token_id")).isFalse();
  }

  @Test
  void shardsHaveTheHeadInTheirIndex() throws IOException {
    Path target = folder.resolve("sharded");
    Path source = TinyModel.LLAMA.directory();
    try (LanguageModel model = LanguageModel.open(source)) {
      Tensor head = torch.ones(1, model.config().hiddenSize());
      new ModelWriter(ScalarWeights.of(model, head), ElementType.F32)
          .source(source)
          .shardBytes(100_000)
          .write(target);
    }
    try (RewardModel model = RewardModel.open(target)) {
      assertThat(model.head().sum().item_double()).isEqualTo(model.config().hiddenSize());
    }
    assertThat(target.resolve("model.safetensors.index.json")).exists();
  }

  @Test
  void aHeadOfAnotherWidthAndAMissingFolderAreRefused() {
    Path target = folder.resolve("labels");
    Path source = TinyModel.LLAMA.directory();
    try (LanguageModel model = LanguageModel.open(source)) {
      Tensor wide = torch.ones(1, model.config().hiddenSize() * 2L);
      assertThatThrownBy(
              () ->
                  new ModelWriter(ScalarWeights.of(model, wide), ElementType.F32)
                      .source(source)
                      .write(target))
          .hasMessageContaining("score.weight");
    }
    assertThat(Files.exists(target)).isFalse();
    assertThatThrownBy(() -> RewardModel.open(target))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such directory. A reward model is a directory");
  }
}
