package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.run.Progress;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.tokenizer.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The real Gemma 3 270M. It is not fetched here, as that takes the acceptance of its terms: {@code
 * belay model pull --accept-license gemma-3-270m} does it.
 */
class Gemma3PeerIT {

  private static final String NAME = "gemma-3-270m";
  private static final int VOCABULARY = 262_144;

  /**
   * SHA-256 of {@code model.safetensors} as safetensors' own writer makes it from the tensors that
   * the {@code gguf} Python package dequantises, less one in the norms, rounded to bf16 by torch.
   */
  private static final String BF16_SHA256 =
      "d9df495ac8121f17441f73a45548b59cd75068fbd5e57ed0883c9e4a443fe908";

  private static Path model;

  @BeforeAll
  static void find() {
    model = ModelStore.ofEnvironment(Progress.SILENT).resolve(NAME);
  }

  @Test
  void weightsAreTheDequantisedOnes() throws IOException {
    Path weights = model.resolve("model.safetensors");
    assertThat(Checksum.of(Checksum.Algorithm.SHA256, weights).hex()).isEqualTo(BF16_SHA256);
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      assertThat(file.entries()).hasSize(236);
    }
  }

  /** Goldens are made by {@code make_gguf_tokenizer_goldens.py --words} of the model's own file. */
  @Test
  void mixedTextsGetTheIdsOfTheModelsOwnTokenizer() throws IOException {
    JsonNode golden = golden();
    assertThat(golden.get("samples").size()).isEqualTo(1200);
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.open(model.resolve("tokenizer.json"), VOCABULARY)) {
      for (int i = 0; i < golden.get("samples").size(); i++) {
        String text = golden.get("samples").get(i).asText();
        int[] expected = new ObjectMapper().convertValue(golden.get("ids").get(i), int[].class);
        assertThat(tokenizer.encode(text)).as(text).containsExactly(expected);
      }
    }
  }

  private static JsonNode golden() throws IOException {
    String resource = "/dev/belay/torch/gguf/gemma3-words.json";
    try (InputStream in =
        Objects.requireNonNull(Gemma3PeerIT.class.getResourceAsStream(resource))) {
      return new ObjectMapper().readTree(in);
    }
  }
}
