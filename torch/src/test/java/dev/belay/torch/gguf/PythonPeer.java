package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs the scripts of {@code src/test/python} with the interpreter that has the peers. */
final class PythonPeer {

  private PythonPeer() {}

  /** Runs a script to its end and prints what it says; fails the test if it fails. */
  static void run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Objects.requireNonNullElse(System.getenv("BELAY_PYTHON"), "python3"));
    command.add(scripts().resolve(script).toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    System.out.print(said);
    assertThat(code)
        .as("%s (BELAY_PYTHON names a Python with gguf, torch and transformers)%n%s", script, said)
        .isZero();
  }

  /** Tests run in the module's folder or in the repository's root. */
  private static Path scripts() {
    Path inModule = Path.of("src", "test", "python");
    return Files.isDirectory(inModule) ? inModule : Path.of("torch").resolve(inModule);
  }
}
