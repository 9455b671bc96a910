package dev.belay.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {

  @TempDir Path home;

  @Test
  void namesKernelsModelsAndSuites() throws Exception {
    JsonNode found = new ObjectMapper().readTree(run("--json"));
    assertThat(found.get("rollout_kernel_float32").asText()).contains("float32");
    assertThat(found.get("bfloat16_gflops").doubleValue()).isPositive();
    assertThat(found.get("models")).isEmpty();
    assertThat(found.get("suites").toString()).contains("builtin-safety", "arithmetic");
    assertThat(found.get("suites_missing").toString()).contains("advbench");
    assertThat(found.get("verifiers").toString())
        .startsWith("[\"math\",\"choice\",")
        .contains("\"code\"", "\"instructions\"");
    assertThat(found.get("code_isolation").asText()).startsWith("bubblewrap ");
    assertThat(found.get("code_kept_from").toString())
        .contains("network", "files of this machine", "writing outside", "other processes");
    assertThat(found.get("attacks").toString()).contains("direct", "gcg");
    assertThat(found.get("judges").toString()).contains("embedded", "refusal-patterns");
    assertThat(found.get("advice").toString())
        .contains("belay model pull smollm2-135m-instruct", "BELAY_DATA");
  }

  @Test
  void aFolderWithASuitesFileMakesItAvailable() throws Exception {
    Path data = Files.createDirectories(home.resolve("data"));
    Path file = data.resolve("safety/advbench/advbench_behaviors.csv");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "goal,target\nA,B\n");
    String text = run("--data", data.toString());
    assertThat(text).contains("suites missing").doesNotContain("No files of advbench");
  }

  private String run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine =
        new CommandLine(new DoctorCommand(Map.of("BELAY_HOME", home.toString())));
    commandLine.setOut(new PrintWriter(out, true));
    assertThat(commandLine.execute(arguments)).isZero();
    return out.toString();
  }
}
