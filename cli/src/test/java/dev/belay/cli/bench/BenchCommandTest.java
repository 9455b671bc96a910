package dev.belay.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {

  private final StringWriter out = new StringWriter();
  private final List<String> issues = new ArrayList<>();

  @Test
  void rolloutPrintsOneLineOfJson() throws Exception {
    JsonNode line =
        run("rollout --prompts 2 --group-size 2 --prompt-tokens 4 --max-tokens 3 --repeats 1");
    assertThat(line.get("batch").intValue()).isEqualTo(4);
    assertThat(line.get("tokens_per_second").doubleValue()).isPositive();
  }

  @Test
  void trainPrintsOneLineOfJson() throws Exception {
    JsonNode line = run("train --sequences 2 --tokens 6 --steps 1 --recompute");
    assertThat(line.get("recompute").booleanValue()).isTrue();
    assertThat(line.get("tokens_per_second").doubleValue()).isPositive();
  }

  @Test
  void everySizeBelowOneIsNamed() {
    assertThat(commandLine().execute("step", "--prompts", "0", "--steps", "-2")).isEqualTo(2);
    assertThat(issues)
        .containsExactly(
            "--prompts: must be 1 or more, was 0.", "--steps: must be 1 or more, was -2.");
  }

  @Test
  void coverageFillsThePageBetweenItsMarks(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("page.md");
    MarkedPage marks = new MarkedPage(page, "belay bench coverage");
    Files.writeString(page, "Before.\n" + marks.begin() + "\nSTALE\n" + marks.end() + "\nAfter.\n");
    String arguments = "coverage --experiments 2 --json --page " + page;
    assertThat(commandLine().execute(arguments.split(" ", -1))).isZero();
    assertThat(Files.readString(page))
        .startsWith("Before.\n" + marks.begin() + "\n\n| study | method |")
        .endsWith(marks.end() + "\nAfter.\n")
        .doesNotContain("STALE");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("experiments").intValue()).isEqualTo(2);
    assertThat(json.get("cells")).hasSizeGreaterThan(900);
  }

  @Test
  void monitorFillsThePageBetweenItsMarks(@TempDir Path folder) throws Exception {
    Path page = folder.resolve("page.md");
    MarkedPage marks = new MarkedPage(page, "belay bench monitor");
    Files.writeString(page, marks.begin() + "\nSTALE\n" + marks.end() + "\n");
    String arguments = "monitor --runs 3 --json --page " + page;
    assertThat(commandLine().execute(arguments.split(" ", -1))).isZero();
    assertThat(Files.readString(page))
        .contains("3 runs of each scenario, seed 0", "| no drift | spending |", "| no drop |")
        .doesNotContain("STALE");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("alarms")).hasSize(20);
    assertThat(json.get("certificates")).hasSize(7);
    assertThat(commandLine().execute("monitor", "--runs", "0")).isEqualTo(2);
    assertThat(issues).containsExactly("--runs must be 1 or more, was 0.");
  }

  @Test
  void pageWithoutMarksIsRefusedBeforeTheWork(@TempDir Path folder) throws Exception {
    Path page = Files.writeString(folder.resolve("page.md"), "nothing");
    assertThat(commandLine().execute("coverage", "--page", page.toString())).isEqualTo(2);
    assertThat(issues).singleElement().asString().contains("to put the tables between");
    assertThat(out.toString()).isEmpty();
  }

  private JsonNode run(String arguments) throws Exception {
    String model = TinyModel.LLAMA.directory().toString();
    String[] words = (arguments + " --dtype float32 --threads 2 --model").split(" ", -1);
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = model;
    assertThat(commandLine().execute(all)).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BenchCommand(() -> Progress.SILENT));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (error, _, _) -> {
          issues.addAll(((BadInputException) error).issues());
          return 2;
        });
    return commandLine;
  }
}
