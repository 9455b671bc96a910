package dev.belay.torch.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers of safetensors files, and whole small files. */
final class SafetensorsFuzzIT {

  private static final String HEADER =
      "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],"
          + "\"data_offsets\":[0,24]},\"b\":{\"dtype\":\"BF16\",\"shape\":[4],"
          + "\"data_offsets\":[24,32]}}";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void headers() {
    List<String> words = List.of("\"shape\"", "\"F64\"", "[0,0]", "\"data_offsets\"");
    Mutations mutations = Mutations.ofTexts(List.of(HEADER), words, 8);
    Path name = Path.of("m.safetensors");
    var outcome =
        Fuzz.run(
            "safetensors headers",
            mutations,
            BadInputException.class,
            input -> SafetensorsHeader.parse(name, input, 32));
    assertThat(outcome.faults()).isEmpty();
  }

  @Test
  void files() {
    byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[8 + header.length + 32];
    whole[0] = (byte) header.length;
    whole[1] = (byte) (header.length >> 8);
    System.arraycopy(header, 0, whole, 8, header.length);
    Mutations mutations = new Mutations(List.of(whole), List.of("\"shape\""), 9);
    Path file = folder.resolve("m.safetensors");
    var outcome =
        Fuzz.run(
            "safetensors files",
            mutations,
            BadInputException.class,
            input -> {
              Files.write(file, input);
              SafetensorsFile.open(file).close();
            });
    assertThat(outcome.faults()).isEmpty();
  }
}
