package dev.belay.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.Fuzz;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged tokenizers in a process of their own: an abort of it is a fault like any other. */
final class TokenizerFuzzIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void tokenizers() throws IOException, InterruptedException {
    Path input = folder.resolve("tokenizer.json");
    Path log = folder.resolve("log");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "-XX:-CreateCoredumpOnCrash",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dbelay.fuzz.inputs=" + Fuzz.inputs(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    TokenizerFuzzChild.class.getName(),
                    TinyModel.LLAMA.directory().resolve("tokenizer.json").toString(),
                    input.toString(),
                    "13"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = child.waitFor();
    String said = Files.readString(log);
    System.out.println(said.lines().filter(line -> line.startsWith("fuzz ")).toList());
    assertThat(code).as("%s%nlast input: %s", said, Files.readString(input)).isZero();
  }
}
