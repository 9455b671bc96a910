package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A process of Belay whose standard error was put elsewhere before it began. */
class StandardErrorTest {

  /** Runs Belay with a fault; what reaches the standard error that the shell had is the output. */
  private static String belay(String kept) throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec 8>&2; exec \"$1\" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
                    + " -Dbelay.stderr="
                    + kept
                    + " -cp \"$2\" dev.belay.cli.Main nonsense 2>/dev/null",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    return output;
  }

  @Test
  void itIsPutBack() throws Exception {
    assertThat(belay("8:$$")).contains("nonsense").doesNotContain("could not be put back");
  }

  @Test
  void theOptionsOfAnotherProcessPutNothingBack() throws Exception {
    assertThat(belay("8:1$$")).isEmpty();
  }
}
