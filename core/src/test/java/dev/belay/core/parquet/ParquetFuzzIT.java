package dev.belay.core.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.DataReader;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged Parquet files. */
final class ParquetFuzzIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void files() throws IOException {
    List<byte[]> sound = new ArrayList<>();
    for (String name : List.of("gsm8k", "zstd", "gzip", "pages-v2", "no-dictionary")) {
      try (InputStream in = ParquetFuzzIT.class.getResourceAsStream(name + ".parquet")) {
        sound.add(Objects.requireNonNull(in).readAllBytes());
      }
    }
    Path file = folder.resolve("data.parquet");
    var outcome =
        Fuzz.run(
            "Parquet files",
            new Mutations(sound, List.of("PAR1", "\u0000\u0000"), 7),
            BadInputException.class,
            input -> {
              Files.write(file, input);
              DataReader.read(file);
            });
    assertThat(outcome.faults()).isEmpty();
  }
}
