package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void describesAModel() throws Exception {
    Path directory = TinyModel.LLAMA.directory();
    ModelDescription description = ModelDirectory.describe(directory);
    assertThat(description.family()).isEqualTo("llama");
    // Embedding, two layers of attention, feed-forward and norms, and the last norm.
    assertThat(description.parameters())
        .isEqualTo(512 * 64 + 2 * (2 * 64 * 64 + 2 * 32 * 64 + 3 * 96 * 64 + 2 * 64) + 64);
    assertThat(description.types()).containsExactly(ElementType.BF16);
    assertThat(description.config().vocabularySize()).isEqualTo(512);
    assertThat(description.config().maxPositions()).isEqualTo(512);
    assertThat(description.eosTokenIds()).containsExactly(2, 0);
    assertThat(description.hasChatTemplate()).isTrue();
    assertThat(description.hasTokenizer()).isTrue();
    byte[] weights = Files.readAllBytes(directory.resolve("model.safetensors"));
    assertThat(description.weightBytes()).isEqualTo(weights.length);
    assertThat(description.weightsSha256()).isEqualTo(sha256(weights));
  }

  @Test
  void theSumOfShardsIsThatOfTheirListing(@TempDir Path parent) throws Exception {
    Path source = TinyModel.LLAMA_UNTIED.directory();
    Path sharded = parent.resolve("sharded");
    try (LanguageModel model = LanguageModel.open(source)) {
      new ModelWriter(model, ElementType.F32).shardBytes(150_000).write(sharded);
    }
    StringBuilder listing = new StringBuilder();
    for (String name :
        new String[] {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"}) {
      listing.append(sha256(Files.readAllBytes(sharded.resolve(name))));
      listing.append("  ").append(name).append('\n');
    }
    ModelDescription description = ModelDirectory.describe(sharded);
    assertThat(description.weightsSha256())
        .isEqualTo(sha256(listing.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(description.hasTokenizer()).isFalse();
    assertThat(description.hasChatTemplate()).isFalse();
  }

  @Test
  void whatCannotBeRunIsRefused(@TempDir Path empty) {
    assertThatThrownBy(() -> ModelDirectory.describe(empty))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config.json");
  }
}
