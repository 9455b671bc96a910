package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.tensor.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goldens are made by {@code src/test/python/make_gguf_family_goldens.py}. */
class GgufFamiliesTest {

  /** What transformers 5 says otherwise than configurations on the hub; checked one by one. */
  private static final List<String> SAID_OTHERWISE = List.of("rope_parameters", "sliding_window");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama3", "qwen2", "qwen3", "gemma3", "mistral", "phi3", "smollm3", "olmo2", "granite"
      })
  void tensorsAreThoseOfThePythonPackageInHuggingFaceForm(String name) throws Exception {
    JsonNode golden = TinyGguf.json("tiny-" + name + ".json").get("tensors");
    try (SafetensorsFile weights =
        SafetensorsFile.open(imported(name).resolve("model.safetensors"))) {
      assertThat(weights.entries()).hasSize(golden.size());
      for (Map.Entry<String, JsonNode> tensor : golden.properties()) {
        assertThat(weights.entry(tensor.getKey()).orElseThrow().shape())
            .as(tensor.getKey())
            .isEqualTo(longs(tensor.getValue().get("shape")));
        assertThat(digest(weights.tensor(tensor.getKey())))
            .as(tensor.getKey())
            .isEqualTo(tensor.getValue().get("fp32").asText());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama3", "qwen2", "qwen3", "gemma3", "mistral", "phi3", "smollm3", "olmo2", "granite"
      })
  void configurationIsThatOfTheModelWhichWasConverted(String name) throws IOException {
    JsonNode config = config(name);
    JsonNode golden = TinyGguf.json("tiny-" + name + ".json").get("config");
    for (Map.Entry<String, JsonNode> setting : golden.properties()) {
      String key = setting.getKey();
      if (!SAID_OTHERWISE.contains(key) && config.has(key)) {
        assertThat(config.get(key)).as(key).isEqualTo(setting.getValue());
      }
    }
    for (String key : List.of("model_type", "hidden_size", "head_dim", "tie_word_embeddings")) {
      assertThat(config.has(key)).as(key).isTrue();
    }
  }

  @Test
  void llama3sRopeScalingIsRecoveredFromItsDivisors() throws IOException {
    JsonNode config = config("llama3");
    JsonNode golden = TinyGguf.json("tiny-llama3.json").at("/config/rope_parameters");
    assertThat(config.get("rope_theta")).isEqualTo(golden.get("rope_theta"));
    for (Map.Entry<String, JsonNode> setting : config.get("rope_scaling").properties()) {
      assertThat(setting.getValue()).as(setting.getKey()).isEqualTo(golden.get(setting.getKey()));
    }
    assertThat(config.get("rope_scaling")).hasSize(5);
  }

  @Test
  void gemmasLayersAreLocalButEverySixth() throws IOException {
    JsonNode config = config("gemma3");
    assertThat(config.at("/layer_types/4").asText()).isEqualTo("sliding_attention");
    assertThat(config.at("/layer_types/5").asText()).isEqualTo("full_attention");
    assertThat(config.at("/layer_types/6").asText()).isEqualTo("sliding_attention");
    assertThat(config.get("sliding_window").asInt()).isEqualTo(4);
    assertThat(config.get("rope_theta").asDouble()).isEqualTo(1_000_000);
    assertThat(config.get("rope_local_base_freq").asDouble()).isEqualTo(10_000);
    assertThat(config.at("/rope_scaling/rope_type").asText()).isEqualTo("linear");
    assertThat(config.at("/rope_scaling/factor").asDouble()).isEqualTo(8);
    assertThat(config.get("hidden_activation").asText()).isEqualTo("gelu_pytorch_tanh");
  }

  private Path imported(String name) throws IOException {
    return imported(name, directory);
  }

  /** The tiny model of a family as a Hugging Face directory in fp32. */
  static Path imported(String name, Path directory) throws IOException {
    Path gguf =
        Files.write(directory.resolve(name + ".gguf"), TinyGguf.bytes("tiny-" + name + ".gguf"));
    Path model = directory.resolve(name);
    assertThat(GgufImporter.importModel(gguf, model, ElementType.F32)).as("warnings").isEmpty();
    return model;
  }

  private JsonNode config(String name) throws IOException {
    return new ObjectMapper().readTree(imported(name).resolve("config.json").toFile());
  }

  private static List<Long> longs(JsonNode array) {
    return List.of(new ObjectMapper().convertValue(array, Long[].class));
  }

  private static String digest(Tensor tensor) throws NoSuchAlgorithmException {
    long bytes = tensor.numel() * tensor.element_size();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(NativeMemory.ALL.asSlice(NativeMemory.address(tensor), bytes).asByteBuffer());
    return HexFormat.of().formatHex(sha256.digest());
  }
}
