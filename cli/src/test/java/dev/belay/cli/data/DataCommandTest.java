package dev.belay.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final List<String> issues = new ArrayList<>();

  private int data(String... arguments) {
    Map<String, String> environment =
        Map.of("BELAY_HOME", folder.resolve("home").toString(), "BELAY_OFFLINE", "1");
    CommandLine commandLine = new CommandLine(new DataCommand(() -> Progress.SILENT, environment));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setExecutionExceptionHandler(
        (error, _, _) -> {
          issues.add(String.valueOf(error.getMessage()));
          return error instanceof BadInputException ? 2 : 1;
        });
    return commandLine.execute(arguments);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static JsonNode named(JsonNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(entry -> entry.get("name").textValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listSaysWhatIsHereAndWhetherItIsWhatWasPublished() throws IOException {
    write("safety/advbench/advbench_behaviors.csv", "goal,target\na,b\n");
    write("safety/hex-phi/category_1.csv", "a\n");
    assertThat(data("list", "--json", "--data", folder.toString())).isZero();
    JsonNode list = new ObjectMapper().readTree(out.toString());
    assertThat(named(list, "advbench").get("state").textValue())
        .isEqualTo("not the published file");
    assertThat(named(list, "hex-phi").get("state").textValue())
        .isEqualTo("found, no checksum known");
    assertThat(named(list, "harmbench").get("state").textValue()).isEqualTo("missing");
    assertThat(named(list, "harmbench").get("prompts").textValue()).isEqualTo("200");
    assertThat(named(list, "builtin-twins").get("state").textValue()).isEqualTo("ships with Belay");
    assertThat(named(list, "benign-instructions").get("state").textValue()).isEqualTo("missing");
    assertThat(named(list, "gsm8k").get("kind").textValue()).isEqualTo("dataset");
    assertThat(named(list, "mbpp").get("kind").textValue()).isEqualTo("dataset");
    String labelled = "safety/xstest/xstest_v2_completions_llama2orig.csv";
    assertThat(named(list, labelled).get("kind").textValue()).isEqualTo("file");
  }

  @Test
  void showTellsEverything() throws IOException {
    assertThat(data("show", "harmbench")).isZero();
    assertThat(out.toString())
        .contains("arXiv:2402.04249")
        .contains("chemical_biological")
        .contains("2745611872be3b2e")
        .contains("https://raw.githubusercontent.com/centerforaisafety/HarmBench");
    assertThat(data("show", "hex-phi")).isZero();
    assertThat(out.toString()).contains("Ask for access on the dataset's page");
    assertThat(data("show", "harmbnch")).isEqualTo(2);
    assertThat(issues.getFirst()).contains("Did you mean \"harmbench\"?");
  }

  @Test
  void pullSaysWhatItCannotDo() {
    assertThat(data("pull", "builtin-safety")).isZero();
    assertThat(out.toString()).contains("builtin-safety ships with Belay");
    assertThat(data("pull", "sorry-bench", "wildjailbreak")).isEqualTo(2);
    assertThat(issues.getFirst())
        .contains("sorry-bench cannot be fetched for you (https://huggingface.co/datasets/sorry")
        .contains("wildjailbreak cannot be fetched for you");
    assertThat(data("pull", "svamp")).isEqualTo(1);
    assertThat(issues.getLast())
        .contains("cannot fetch SVAMP.json from https://raw.githubusercontent.com")
        .contains("BELAY_OFFLINE=1");
  }

  @Test
  void samplesShowWhatIsAskedAndWhatItIsCheckedAgainst() throws IOException {
    assertThat(data("samples", "arithmetic", "--split", "test", "--limit", "2")).isZero();
    assertThat(out.toString()).contains("arithmetic-test-").contains("2 of 600 samples.");
    out.getBuffer().setLength(0);
    assertThat(data("samples", "constrained", "--limit", "3", "--json")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      JsonNode sample = new ObjectMapper().readTree(line);
      assertThat(sample.get("prompt").textValue()).isNotBlank();
      assertThat(sample.get("instruction_id_list").size()).isEqualTo(1);
      assertThat(sample.get("kwargs").size()).isEqualTo(1);
    }
    out.getBuffer().setLength(0);
    assertThat(data("samples", "small-functions", "--limit", "1", "--json")).isZero();
    JsonNode function = new ObjectMapper().readTree(out.toString());
    assertThat(function.get("tests").get(0).textValue())
        .startsWith("assert " + function.get("id").textValue());
  }

  @Test
  void puzzlesAreShownWithTheirLevels() throws IOException {
    assertThat(data("show", "chain-sum", "--json")).isZero();
    JsonNode shown = new ObjectMapper().readTree(out.toString());
    assertThat(shown.get("level_2").textValue()).isEqualTo("largest 50, terms 3");
    assertThat(shown.get("largest").textValue()).contains("from 5 to 100000");
    assertThat(shown.get("example_3").textValue()).contains("[");
    out.getBuffer().setLength(0);
    assertThat(data("samples", "countdown", "--level", "3", "--limit", "1", "--json")).isZero();
    JsonNode sample = new ObjectMapper().readTree(out.toString());
    assertThat(sample.get("generator").textValue()).isEqualTo("countdown");
    assertThat(sample.get("state").textValue()).startsWith("numbers=");
    assertThat(data("samples", "countdown", "--level", "4")).isEqualTo(2);
    assertThat(issues.getLast()).contains("level: found 4, must be a whole number from 1 to 3.");
    assertThat(data("samples", "arithmetic", "--level", "1")).isEqualTo(2);
    assertThat(issues.getLast()).contains("has no levels");
  }

  @Test
  void samplesOfNothing() {
    assertThat(data("samples", "arithmetics")).isEqualTo(2);
    assertThat(issues.getFirst()).contains("arithmetic");
    assertThat(data("samples", "arithmetic", "--split", "tests")).isEqualTo(2);
    assertThat(issues.getLast()).contains("Splits: train, validation, test");
  }
}
