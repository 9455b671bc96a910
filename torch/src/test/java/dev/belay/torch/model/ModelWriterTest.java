package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelWriterTest {

  @TempDir Path parent;

  private static void assertSameWeights(Path left, Path right) {
    try (LanguageModel a = LanguageModel.open(left);
        LanguageModel b = LanguageModel.open(right)) {
      assertThat(b.config()).isEqualTo(a.config());
      for (WeightShape weight : WeightShape.all(a.config())) {
        assertThat(b.weight(weight.name()).equal(a.weight(weight.name())))
            .as(weight.name())
            .isTrue();
      }
    }
  }

  private static Path write(Path source, ElementType type, long shardBytes, Path target) {
    try (LanguageModel model = LanguageModel.open(source)) {
      new ModelWriter(model, type).source(source).shardBytes(shardBytes).write(target);
    }
    return target;
  }

  @ParameterizedTest
  @EnumSource(TinyModel.class)
  void aCopyIsTheSameModelByteForByte(TinyModel tiny) throws IOException {
    Path source = tiny.directory();
    ElementType type = tiny == TinyModel.LLAMA_UNTIED ? ElementType.F32 : ElementType.BF16;
    Path copy = write(source, type, ModelWriter.DEFAULT_SHARD_BYTES, parent.resolve("a/b/copy"));
    assertThat(copy.resolve("model.safetensors"))
        .hasSameBinaryContentAs(source.resolve("model.safetensors"));
    assertSameWeights(source, copy);
    try (var files = Files.list(source)) {
      for (Path file : files.toList()) {
        Path copied = copy.resolve(file.getFileName());
        assertThat(copied).exists();
        if (!file.endsWith("config.json")) {
          assertThat(copied).hasSameBinaryContentAs(file);
        }
      }
    }
  }

  @Test
  void theConfigurationKeepsWhatItDoesNotKnowAndSpeaksToBothVersions() throws IOException {
    Path source = TinyModel.LLAMA_UNTIED.directory();
    Path copy = write(source, ElementType.BF16, 1 << 30, parent.resolve("copy"));
    JsonNode config = ModelFixture.JSON.readTree(copy.resolve("config.json").toFile());
    assertThat(config.path("eos_token_id").asInt()).isEqualTo(2);
    assertThat(config.path("initializer_range").asDouble()).isEqualTo(0.02);
    assertThat(config.path("dtype").asText()).isEqualTo("bfloat16");
    assertThat(config.path("torch_dtype").asText()).isEqualTo("bfloat16");
    assertThat(config.path("rope_theta").asDouble()).isEqualTo(100_000);
    assertThat(config.path("rope_parameters").path("rope_theta").asDouble()).isEqualTo(100_000);
    assertThat(config.path("head_dim").asInt()).isEqualTo(16);
    assertThat(config.has("rope_scaling")).isFalse();
    assertThat(config.has("transformers_version")).isFalse();
  }

  @Test
  void withoutASourceTheConfigurationStandsAlone() {
    Path source = TinyModel.LLAMA.directory();
    Path copy = parent.resolve("copy");
    try (LanguageModel model = LanguageModel.open(source)) {
      new ModelWriter(model, ElementType.BF16).write(copy);
    }
    assertSameWeights(source, copy);
    assertThat(copy.toFile().list()).containsExactlyInAnyOrder("config.json", "model.safetensors");
  }

  @Test
  void bf16RoundsToNearestEvenAndF32IsExact() {
    Path source = TinyModel.LLAMA_UNTIED.directory();
    Path narrow = write(source, ElementType.BF16, 1 << 30, parent.resolve("narrow"));
    Path wide = write(narrow, ElementType.F32, 1 << 30, parent.resolve("wide"));
    try (LanguageModel a = LanguageModel.open(source);
        LanguageModel b = LanguageModel.open(narrow);
        LanguageModel c = LanguageModel.open(wide);
        var _ = new TensorScope()) {
      for (WeightShape weight : WeightShape.all(a.config())) {
        Tensor rounded = a.weight(weight.name()).to(ScalarType.BFloat16);
        assertThat(b.weight(weight.name()).equal(rounded)).isTrue();
        assertThat(c.weight(weight.name()).equal(rounded.to(ScalarType.Float))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_000, 100_000})
  void shardsAreReadBackWhateverTheirSize(long shardBytes) throws IOException {
    Path source = TinyModel.LLAMA.directory();
    Path sharded = write(source, ElementType.BF16, shardBytes, parent.resolve("sharded"));
    assertThat(sharded.resolve("model.safetensors")).doesNotExist();
    assertSameWeights(source, sharded);
    JsonNode index =
        ModelFixture.JSON.readTree(sharded.resolve("model.safetensors.index.json").toFile());
    long total = index.path("metadata").path("total_size").asLong();
    assertThat(total).isEqualTo(2 * 94_528);
    assertThat(index.path("weight_map")).hasSize(20);
    try (LanguageModel model = LanguageModel.open(sharded)) {
      List<Path> files = model.weightFiles();
      assertThat(files).hasSizeGreaterThan(1);
      assertThat(files.getFirst().getFileName())
          .hasToString("model-00001-of-%05d.safetensors".formatted(files.size()));
      if (shardBytes == 1) {
        assertThat(files).hasSize(20); // Never less than a tensor.
      }
    }
  }

  @Test
  void anIndexThatLiesIsRefused() throws IOException {
    Path sharded =
        write(TinyModel.LLAMA.directory(), ElementType.BF16, 100_000, parent.resolve("sharded"));
    Path index = sharded.resolve("model.safetensors.index.json");
    String honest = Files.readString(index);
    String first = "\"model-00001-of-00002.safetensors\"";
    String second = "\"model-00002-of-00002.safetensors\"";

    Files.writeString(index, honest.replace(first, second));
    assertThatThrownBy(() -> LanguageModel.open(sharded))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no tensor model.embed_tokens.weight");
    for (String path : new String[] {"../x.safetensors", "/etc/passwd", "..", "", "a\\\\b"}) {
      Files.writeString(index, honest.replace(first, '"' + path + '"'));
      assertThatThrownBy(() -> LanguageModel.open(sharded))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("beside the index");
    }
    Files.writeString(index, honest.replace(first, "\"other.safetensors\""));
    assertThatThrownBy(() -> LanguageModel.open(sharded))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("other.safetensors: no such file");
    Files.writeString(index, "{\"metadata\":{}}");
    assertThatThrownBy(() -> LanguageModel.open(sharded))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("weight_map is missing");
  }

  @Test
  void anExistingTargetIsRefusedAndLeftAlone() throws IOException {
    Path source = TinyModel.LLAMA.directory();
    Path file = Files.writeString(parent.resolve("taken"), "mine");
    for (Path taken : List.of(file, parent)) {
      assertThatThrownBy(() -> write(source, ElementType.BF16, 1 << 30, taken))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("exists already");
    }
    assertThat(file).hasContent("mine");
    assertThatThrownBy(() -> write(source, ElementType.BF16, 1 << 30, file.resolve("below")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot be written");
  }

  @Test
  void aFailureLeavesNothingBehind() {
    Path source = TinyModel.LLAMA.directory();
    try (LanguageModel model = LanguageModel.open(source)) {
      WeightSource failing =
          new WeightSource() {
            @Override
            public DecoderConfig config() {
              return model.config();
            }

            @Override
            public Tensor weight(String name) {
              if (name.equals("model.norm.weight")) {
                throw new IllegalStateException("killed here");
              }
              return model.weight(name);
            }
          };
      Path target = parent.resolve("target");
      assertThatThrownBy(() -> new ModelWriter(failing, ElementType.F32).write(target))
          .hasMessage("killed here");
      assertThat(parent.toFile().list()).isEmpty();
      // What a killed process left is no hindrance.
      parent.resolve(".target.partial/old").toFile().mkdirs();
      new ModelWriter(model, ElementType.F32).write(target);
      assertThat(parent.toFile().list()).containsExactly("target");
    }
  }

  @Test
  void refusesTypesThatAreNoWeights() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA_UNTIED.directory())) {
      assertThatThrownBy(() -> new ModelWriter(model, ElementType.I64))
          .isInstanceOf(IllegalArgumentException.class);
      ModelWriter writer = new ModelWriter(model, ElementType.F32);
      assertThatThrownBy(() -> writer.shardBytes(0)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
