package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsHashTest {

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void oneFileIsHashedAsItLies() throws IOException {
    write("model.safetensors", "weights");
    write("config.json", "{}");
    assertThat(WeightsHash.of(folder)).isEqualTo(Sha256.of("weights"));
  }

  @Test
  void shardsAreHashedAsTheLinesOfSha256sum() throws IOException {
    write("model-2.safetensors", "second");
    write("model-1.safetensors", "first");
    assertThat(WeightsHash.of(folder))
        .isEqualTo(
            Sha256.of(
                Sha256.of("first")
                    + "  model-1.safetensors\n"
                    + Sha256.of("second")
                    + "  model-2.safetensors\n"));
  }

  @Test
  void changedWeightsAreHashedAnew() throws IOException {
    write("model.safetensors", "before");
    String before = WeightsHash.of(folder);
    write("model.safetensors", "afterwards");
    assertThat(WeightsHash.of(folder)).isEqualTo(Sha256.of("afterwards")).isNotEqualTo(before);
  }

  @Test
  void missingFoldersAreBadInput() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> WeightsHash.of(folder.resolve("none")))
        .withMessageContaining("cannot be read");
  }
}
