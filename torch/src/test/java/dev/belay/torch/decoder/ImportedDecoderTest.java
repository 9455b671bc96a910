package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.gguf.GgufImporter;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A GGUF file, imported and run, gives the logits that {@code transformers} computes from the
 * tensors of the {@code gguf} package ({@code make_gguf_family_goldens.py}).
 */
class ImportedDecoderTest {

  private static final String RESOURCES = "/dev/belay/torch/gguf/tiny-";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama3", "qwen2", "qwen3", "gemma3", "mistral", "phi3", "smollm3", "olmo2", "granite"
      })
  void logitsAreThoseOfTransformers(String name) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(resource(name + ".json"));
    Path gguf = Files.write(directory.resolve("tiny.gguf"), resource(name + ".gguf"));
    Path imported = directory.resolve("model");
    GgufImporter.importModel(gguf, imported, ElementType.F32);
    int[] tokenIds = new ObjectMapper().convertValue(golden.get("token_ids"), int[].class);
    try (TensorScope _ = new TensorScope();
        LanguageModel model = LanguageModel.open(imported);
        Decoder decoder = Decoder.trained(model, ComputeType.FLOAT32)) {
      Tensor hidden = decoder.forward(PackedBatch.of(List.of(tokenIds)));
      assertClose(TinyDecoder.logits(decoder, hidden), golden.get("logits"));
    }
  }

  /** The golden has five decimals, and the first columns of each row. */
  private static void assertClose(Tensor logits, JsonNode golden) {
    assertThat(golden.size()).isEqualTo((int) logits.size(0));
    double gap = 0;
    for (int row = 0; row < golden.size(); row++) {
      for (int column = 0; column < golden.get(row).size(); column++) {
        double own = logits.select(0, row).select(0, column).item_double();
        gap = Math.max(gap, Math.abs(own - golden.get(row).get(column).asDouble()));
      }
    }
    assertThat(gap).isLessThan(2e-5);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ImportedDecoderTest.class.getResourceAsStream(RESOURCES + name), name)) {
      return in.readAllBytes();
    }
  }
}
