package dev.belay.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandTest {

  private static final String REAL = "smollm2-135m-instruct";

  @TempDir Path home;
  private final StringWriter out = new StringWriter();
  private String error = "";

  @Test
  void anEmptyHomeListsWhatCanBePulled() throws IOException {
    assertThat(run("list")).isZero();
    assertThat(out.toString()).contains(home.toString(), REAL, "to pull", "Apache-2.0");
    JsonNode json = json("list", "--json");
    assertThat(json.get("models")).isEmpty();
    assertThat(json.get("to_pull").get(0).asText()).isEqualTo(REAL);
  }

  @Test
  void infoOfAModelThatIsNotHereFetchesNothing() throws IOException {
    JsonNode json = json("info", "--json", REAL);
    assertThat(json.get("ready").asBoolean()).isFalse();
    assertThat(json.get("file_bytes").asLong()).isEqualTo(98_362_432);
    try (var files = Files.list(home)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void infoDescribesADirectory() throws IOException {
    JsonNode json = json("info", "--json", TinyModel.LLAMA.directory().toString());
    assertThat(json.get("ready").asBoolean()).isTrue();
    assertThat(json.get("family").asText()).isEqualTo("llama");
    assertThat(json.get("dtypes").get(0).asText()).isEqualTo("BF16");
    assertThat(json.get("weights_sha256").asText()).hasSize(64);
  }

  @Test
  void pullingADirectoryPrintsIt() {
    String directory = TinyModel.LLAMA.directory().toString();
    assertThat(run("pull", directory)).isZero();
    assertThat(out.toString()).isEqualTo(directory + System.lineSeparator());
  }

  @Test
  void whatCannotBeImportedIsBadInput() {
    Path missing = home.resolve("missing.gguf");
    assertThat(run("import", missing.toString(), home.resolve("d").toString())).isEqualTo(2);
    assertThat(error).contains("missing.gguf: there is no such file");
    assertThat(run("pull", "smollm2-135m-instrukt")).isEqualTo(2);
    assertThat(error).contains("Did you mean \"" + REAL + "\"?");
    assertThat(run("import", "--dtype", "int8", "a", "b")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void aModelWhoseTermsAreNotAcceptedIsBadInput() throws IOException {
    assertThat(run("pull", "gemma-3-270m")).isEqualTo(2);
    assertThat(error)
        .contains(
            "https://ai.google.dev/gemma/terms",
            "prohibited use policy",
            "belay model pull --accept-license gemma-3-270m");
    try (var files = Files.list(home)) {
      assertThat(files).isEmpty();
    }
    assertThat(json("info", "--json", "gemma-3-270m").get("licence").asText())
        .contains("Gemma Terms of Use");
  }

  private JsonNode json(String... arguments) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(String... arguments) {
    Map<String, String> environment = Map.of("BELAY_HOME", home.toString(), "BELAY_OFFLINE", "1");
    CommandLine command =
        new CommandLine(new ModelCommand(() -> Progress.SILENT, environment))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (thrown, commandLine, parsed) -> {
                  error = String.valueOf(thrown.getMessage());
                  return thrown instanceof BadInputException ? 2 : 1;
                });
    return command.execute(arguments);
  }
}
