package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderConfigReaderTest {

  private final ModelFixture model = new ModelFixture(TinyModel.LLAMA);

  private DecoderConfig read() {
    return DecoderConfigReader.read(model.file("config.json"));
  }

  @Test
  void readsWhatTransformers5Writes() {
    assertThat(read())
        .isEqualTo(
            DecoderConfig.builder(DecoderFamily.LLAMA)
                .vocabularySize(512)
                .hiddenSize(64)
                .intermediateSize(96)
                .layers(2)
                .heads(4, 2, 16)
                .maxPositions(512)
                .rmsNormEps(1e-5)
                .ropeTheta(10_000)
                .tiedEmbeddings(true)
                .build());
  }

  @Test
  void readsWhatTransformers4Wrote() {
    ModelFixture old = new ModelFixture(TinyModel.LLAMA_UNTIED);
    assertThat(DecoderConfigReader.read(old.file("config.json")))
        .isEqualTo(
            DecoderConfig.builder(DecoderFamily.LLAMA)
                .vocabularySize(320)
                .hiddenSize(48)
                .intermediateSize(80)
                .layers(2)
                .heads(3, 1, 16)
                .maxPositions(512)
                .rmsNormEps(1e-6)
                .ropeTheta(100_000)
                .build());
  }

  @Test
  void whatIsMissingIsWhatTransformersAssumes() throws IOException {
    model.edit(
        "config.json",
        root ->
            root.remove(
                List.of(
                    "num_key_value_heads",
                    "head_dim",
                    "max_position_embeddings",
                    "rms_norm_eps",
                    "rope_parameters",
                    "tie_word_embeddings",
                    "hidden_act",
                    "architectures",
                    "attention_bias")));
    assertThat(read())
        .isEqualTo(
            DecoderConfig.builder(DecoderFamily.LLAMA)
                .vocabularySize(512)
                .hiddenSize(64)
                .intermediateSize(96)
                .layers(2)
                .heads(4, 4, 16)
                .maxPositions(2048)
                .rmsNormEps(1e-6)
                .ropeTheta(10_000)
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "rope_parameters | {\"rope_type\":\"default\",\"rope_theta\":5e5} | 500000",
        "rope_parameters | {\"rope_theta\":7000} | 7000",
        "rope_scaling | {\"type\":\"default\"} | 10000",
        "rope_scaling | null | 10000",
      })
  void findsTheRotaryBase(String key, String value, double expected) throws IOException {
    model.set("config.json", key, value);
    assertThat(read().ropeTheta()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "rope_type | ,\"original_max_position_embeddings\":8192 | 8192",
        "type | | 512",
      })
  void findsTheScalingOfLlama3InEitherPlace(String type, @Nullable String original, int expected)
      throws IOException {
    String scaling =
        "{\"%s\":\"llama3\",\"factor\":32,\"low_freq_factor\":1,\"high_freq_factor\":4.0%s}"
            .formatted(type, original == null ? "" : original);
    model.set("config.json", "rope_parameters", "null").set("config.json", "rope_theta", "5e5");
    RotaryEmbedding rope =
        new RotaryEmbedding(500_000, Optional.of(new Llama3Scaling(32, 1, 4, expected)));
    for (String key : new String[] {"rope_scaling", "rope_parameters"}) {
      model.set("config.json", key, scaling); // At last both, which agree.
      assertThat(read().attention().rope()).isEqualTo(rope);
    }
    model.set("config.json", "rope_scaling", "null");
    assertThat(read().attention().rope()).isEqualTo(rope);
  }

  @Test
  void aSwitchThatIsSetToWhatHoldsAnywayIsNoHindrance() throws IOException {
    model
        .set("config.json", "sliding_window", "4096")
        .set("config.json", "use_sliding_window", "false")
        .set("config.json", "layer_types", "[\"full_attention\",\"full_attention\"]")
        .set("config.json", "partial_rotary_factor", "1.0")
        .set("config.json", "quantization_config", "null");
    assertThat(read().layers()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "model_type | \"mamba\" | model_type is \"mamba\"; Belay runs llama",
        "model_type | 7 | model_type is 7",
        "model_type | null | model_type is missing",
        "architectures | [\"LlamaForSequenceClassification\"] | LlamaForCausalLM",
        "architectures | [] | architectures is []",
        "hidden_act | \"gelu\" | hidden_act is \"gelu\"; only silu",
        "attention_bias | true | attention_bias is true; only false",
        "mlp_bias | true | mlp_bias is true; only false",
        "pretraining_tp | 2 | pretraining_tp is 2",
        "partial_rotary_factor | 0.5 | partial_rotary_factor is 0.5",
        "sliding_window | 4096 | sliding_window is set",
        "layer_types | [\"full_attention\",\"sliding_attention\"] | has \"sliding_attention\"",
        "quantization_config | {\"bits\":4} | quantization_config is set",
        "rope_scaling | {\"factor\":2} | rope_scaling.rope_type is missing beside a factor of 2",
        "rope_scaling | {\"type\":\"dynamic\",\"factor\":2} | rope_scaling is {",
        "rope_parameters | {\"rope_type\":\"linear\"} | rope_parameters.factor is missing;"
            + " rope_type linear",
        "rope_parameters | {\"rope_type\":\"dynamic\",\"factor\":4} | rope_type default, linear,"
            + " llama3, yarn and longrope are supported",
        "rope_parameters | {\"rope_type\":\"yarn\"} | rope_parameters.factor is missing",
        "rope_parameters | {\"rope_type\":\"llama3\"} | rope_parameters.factor is missing;"
            + " rope_type llama3",
        "rope_parameters | {\"full_attention\":{\"rope_type\":\"dynamic\"}} |"
            + " rope_parameters.full_attention is",
        "rope_scaling |"
            + " {\"rope_type\":\"llama3\",\"factor\":8,\"low_freq_factor\":1,\"high_freq_factor\":4}"
            + " | rope_parameters contradicts rope_scaling",
        "rope_parameters | {\"rope_theta\":-1} | rope_parameters.rope_theta is -1",
        "rope_parameters | 3 | rope_parameters is 3",
        "rope_theta | 1e999 | rope_theta is",
        "vocab_size | 0 | vocab_size is 0; needed is a whole number from 1",
        "vocab_size | null | vocab_size is missing",
        "vocab_size | 512.5 | vocab_size is 512.5",
        "vocab_size | \"512\" | vocab_size is \"512\"",
        "vocab_size | 99999999999999999999 | vocab_size is 99999999999999999999",
        "hidden_size | 2147483647 | hidden_size is 2147483647",
        "num_hidden_layers | 1000000000 | num_hidden_layers is 1000000000",
        "num_key_value_heads | 3 | num_key_value_heads is 3; it must divide",
        "head_dim | 15 | head_dim is 15; rotary embeddings need an even one",
        "rms_norm_eps | 0 | rms_norm_eps is 0; needed is a positive number",
        "rms_norm_eps | true | rms_norm_eps is true",
        "tie_word_embeddings | \"yes\" | tie_word_embeddings is \"yes\"; needed is true or false",
      })
  void refusesWhatCannotBeRun(String key, String value, String expected) throws IOException {
    model.set("config.json", key, value);
    assertThatThrownBy(this::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(model.file("config.json") + ": ")
        .hasMessageContaining(expected);
  }

  @Test
  void refusesAHiddenSizeThatHeadsDoNotDivide() throws IOException {
    model.set("config.json", "hidden_size", "66").set("config.json", "head_dim", "null");
    assertThatThrownBy(this::read).hasMessageContaining("hidden_size is 66; without head_dim");
  }

  @Test
  void namesAllThatIsWrongAtOnce() throws IOException {
    model
        .set("config.json", "attention_bias", "true")
        .set("config.json", "vocab_size", "-5")
        .set("config.json", "rms_norm_eps", "\"tiny\"");
    BadInputException e = catchThrowableOfType(BadInputException.class, this::read);
    assertThat(e.issues()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"a\":1} x", "{'a':1}", "\u0000"})
  void refusesWhatIsNoJsonObject(String content) throws IOException {
    model.write("config.json", content);
    assertThatThrownBy(this::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(model.file("config.json") + ": ");
  }

  @Test
  void refusesJsonNestedWithoutEndAndAMissingFile() throws IOException {
    model.write("config.json", "{\"a\":".repeat(100_000));
    assertThatThrownBy(this::read).isInstanceOf(BadInputException.class);
    model.delete("config.json");
    assertThatThrownBy(this::read)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config.json: no such file");
  }
}
