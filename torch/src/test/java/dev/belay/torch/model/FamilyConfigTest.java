package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code config.json} says of the families beside Llama. */
class FamilyConfigTest {

  private static DecoderConfig read(ModelFixture model) {
    return DecoderConfigReader.read(model.file("config.json"));
  }

  private static SlidingWindow window(Boolean... layers) {
    return new SlidingWindow(8, RotaryEmbedding.unscaled(10_000), List.of(layers));
  }

  @Test
  void qwenIsRead() {
    assertThat(read(new ModelFixture(TinyModel.QWEN2)))
        .isEqualTo(
            DecoderConfig.builder(DecoderFamily.QWEN2)
                .vocabularySize(96)
                .hiddenSize(32)
                .intermediateSize(48)
                .layers(2)
                .heads(4, 2, 8)
                .maxPositions(512)
                .rmsNormEps(1e-6)
                .ropeTheta(1_000_000)
                .build());
    assertThat(read(new ModelFixture(TinyModel.QWEN3)))
        .isEqualTo(
            DecoderConfig.builder(DecoderFamily.QWEN3)
                .vocabularySize(96)
                .hiddenSize(32)
                .intermediateSize(48)
                .layers(2)
                .heads(4, 2, 16)
                .maxPositions(512)
                .rmsNormEps(1e-6)
                .ropeTheta(1_000_000)
                .tiedEmbeddings(true)
                .build());
  }

  @Test
  void gemmaIsReadAsTransformers5WritesIt() {
    DecoderConfig config = read(new ModelFixture(TinyModel.GEMMA3));
    assertThat(config.attention())
        .isEqualTo(
            new AttentionConfig(
                12,
                RotaryEmbedding.unscaled(1_000_000),
                Optional.of(window(true, true, false, true))));
    assertThat(config.attention().window(0)).isEqualTo(8);
    assertThat(config.attention().window(2)).isEqualTo(Integer.MAX_VALUE);
    assertThat(config.attention().scoreScale()).isEqualTo((float) (1 / Math.sqrt(12)));
  }

  @Test
  void gemmaIsReadAsTransformers4WroteIt() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.GEMMA3);
    DecoderConfig expected = read(model);
    model.edit("config.json", root -> root.remove(List.of("rope_parameters", "layer_types")));
    model.set("config.json", "rope_theta", "1e6");
    model.set("config.json", "rope_local_base_freq", "1e4");
    model.set("config.json", "sliding_window_pattern", "3");
    assertThat(read(model)).isEqualTo(expected);
    model.set("config.json", "sliding_window_pattern", "null");
    assertThat(read(model).attention().window()).contains(window(true, true, true, true));
  }

  @Test
  void whatGemmaLacksIsWhatTransformersAssumes() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.GEMMA3);
    model.edit(
        "config.json",
        root ->
            root.remove(
                List.of(
                    "head_dim",
                    "hidden_activation",
                    "layer_types",
                    "max_position_embeddings",
                    "query_pre_attn_scalar",
                    "rope_parameters",
                    "sliding_window",
                    "tie_word_embeddings")));
    model.set("config.json", "num_hidden_layers", "7");
    DecoderConfig config = read(model);
    assertThat(config.headSize()).isEqualTo(256);
    assertThat(config.maxPositions()).isEqualTo(131_072);
    assertThat(config.tiedEmbeddings()).isTrue();
    List<Boolean> layers = new ArrayList<>(Collections.nCopies(7, true));
    layers.set(5, false);
    assertThat(config.attention())
        .isEqualTo(
            new AttentionConfig(
                256,
                RotaryEmbedding.unscaled(1_000_000),
                Optional.of(new SlidingWindow(4096, RotaryEmbedding.unscaled(10_000), layers))));
  }

  @Test
  void aWindowThatIsSwitchedOffIsNone() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.QWEN2);
    model.set("config.json", "sliding_window", "4096");
    assertThat(read(model).attention().window()).isEmpty();
    model.set("config.json", "use_sliding_window", "null");
    assertThat(read(model).attention().window()).isEmpty();
  }

  @Test
  void gemmaMayHaveNoWindowAtAll() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.GEMMA3);
    String full = "\"full_attention\"";
    model.set("config.json", "layer_types", "[%s,%s,%s,%s]".formatted(full, full, full, full));
    DecoderConfig config = read(model);
    assertThat(config.attention().window()).isEmpty();
    ObjectNode written = DecoderConfigJson.of(config, ElementType.F32, Optional.empty());
    Files.writeString(model.file("config.json"), written.toString());
    assertThat(read(model)).isEqualTo(config);
  }

  @Test
  void sizesAreGivenByName() {
    assertThatThrownBy(() -> DecoderConfig.builder(DecoderFamily.LLAMA).vocabularySize(8).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hiddenSize");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "QWEN2 | use_sliding_window | true | use_sliding_window is set; sliding windows",
        "QWEN3 | use_sliding_window | true | use_sliding_window is set; sliding windows",
        "QWEN3 | layer_types | [\"sliding_attention\"] | has \"sliding_attention\"",
        "QWEN3 | attention_bias | true | attention_bias is true; only false",
        "QWEN3 | hidden_act | \"gelu\" | hidden_act is \"gelu\"; only silu",
        "QWEN2 | num_key_value_heads | null | num_key_value_heads is missing",
        "QWEN2 | architectures | [\"Qwen2MoeForCausalLM\"] | Belay takes Qwen2ForCausalLM",
        "GEMMA3 | hidden_activation | \"silu\" | only gelu_pytorch_tanh",
        "GEMMA3 | attn_logit_softcapping | 50 | attn_logit_softcapping is set; soft-capped",
        "GEMMA3 | final_logit_softcapping | 30.0 | final_logit_softcapping is set; soft-capped",
        "GEMMA3 | use_bidirectional_attention | true | only false is supported",
        "GEMMA3 | sliding_window | 0 | sliding_window is 0; needed is a whole number",
        "GEMMA3 | query_pre_attn_scalar | -1 | query_pre_attn_scalar is -1; needed",
        "GEMMA3 | layer_types | [\"full_attention\"] | names 1 layers; num_hidden_layers is 4",
        "GEMMA3 | layer_types | [\"chunked_attention\"] | has \"chunked_attention\"; known are",
        "GEMMA3 | rope_scaling | {\"rope_type\":\"dynamic\",\"factor\":8} | rope_scaling is {",
      })
  void refusesWhatCannotBeRun(TinyModel tiny, String key, String value, String expected)
      throws IOException {
    ModelFixture model = new ModelFixture(tiny).set("config.json", key, value);
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(model.file("config.json") + ": ")
        .hasMessageContaining(expected);
  }

  /** As Gemma 3 of 4 billion parameters has it: layers with a window keep their frequencies. */
  @Test
  void gemmasScalingIsForLayersWithoutAWindow() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.GEMMA3);
    model.edit("config.json", root -> root.remove("rope_parameters"));
    model.set("config.json", "rope_theta", "1e6");
    model.set("config.json", "rope_local_base_freq", "1e4");
    model.set("config.json", "rope_scaling", "{\"rope_type\":\"linear\",\"factor\":8}");
    AttentionConfig attention = read(model).attention();
    assertThat(attention.rope())
        .isEqualTo(new RotaryEmbedding(1_000_000, Optional.of(new LinearScaling(8))));
    assertThat(attention.window().orElseThrow().rope()).isEqualTo(RotaryEmbedding.unscaled(10_000));
  }

  /** The root of 32 is 5.65685; bf16 has 5.65625 and 5.6875 beside it. */
  @Test
  void gemmasEmbeddingsAreScaledInTheWeightsType() {
    DecoderConfig config = read(new ModelFixture(TinyModel.GEMMA3));
    assertThat(config.embeddingScale(ComputeType.FLOAT32)).isEqualTo((float) Math.sqrt(32));
    assertThat(config.embeddingScale(ComputeType.BFLOAT16)).isEqualTo(5.65625f);
    DecoderConfig qwen = read(new ModelFixture(TinyModel.QWEN3));
    assertThat(qwen.embeddingScale(ComputeType.BFLOAT16)).isEqualTo(1);
  }

  @Test
  void normsOfProductsAddToWhatTrainingKeeps() {
    DecoderConfig gemma = read(new ModelFixture(TinyModel.GEMMA3));
    long parameters = WeightShape.parameters(gemma);
    // Queries 32, keys and values 8 each; per layer two branches and queries with keys beside.
    long kept = 4 * (2 * 32 + 2 * 32 + 2 * 8 + 2 * 40 + (32 + 8) + 2 * 32) + 32;
    long working = 4 * (4 * 32 + 4 * 40);
    assertThat(MemoryNeed.training(gemma, ComputeType.BFLOAT16, 10).bytes())
        .isEqualTo(18 * parameters + (2 * kept + working) * 10 + 96 * 8 * 10);
  }
}
