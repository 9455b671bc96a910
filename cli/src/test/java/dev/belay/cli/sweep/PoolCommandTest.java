package dev.belay.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.cli.gate.EvaluationFiles;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code belay pool} on folders of runs. */
class PoolCommandTest {

  private static final String BEFORE = "1".repeat(90) + "0".repeat(10);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final List<String> issues = new ArrayList<>();

  /** A run of a seed that lost so many of the first prompts of two suites. */
  private String run(String name, int seed, int lost, double margin) throws IOException {
    Path run = folder.resolve(name + "-" + seed);
    String after = "0".repeat(lost) + BEFORE.substring(lost);
    evaluation("base", BEFORE).write(run.resolve("eval/before"));
    evaluation("tuned", after).write(run.resolve("eval/after"));
    Files.writeString(
        run.resolve("recipe.resolved.yaml"),
        """
        name: %s
        seed: %d
        model: { name: smollm2-135m-instruct }
        train: { method: sft, data: { source: arithmetic, split: train }, epochs: 1 }
        evaluate: { safety: [ builtin-safety ], margin: %s }
        """
            .formatted(name, seed, margin));
    Files.writeString(run.resolve("result.json"), "{}");
    return run.toString();
  }

  private static EvaluationFiles evaluation(String model, String verdicts) {
    return new EvaluationFiles(model)
        .suite("requests", "harmful", verdicts)
        .suite("sums", "capability", verdicts)
        .suite("others", "harmful", BEFORE)
        .suite("twins", "safe_lookalike", "0".repeat(50));
  }

  private int pool(String... arguments) {
    out.getBuffer().setLength(0);
    issues.clear();
    CommandLine commandLine = new CommandLine(new PoolCommand());
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(out, true));
    commandLine.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          assertThat(error).isInstanceOf(BadInputException.class);
          issues.addAll(((BadInputException) error).issues());
          return CommandLine.ExitCode.USAGE;
        });
    return commandLine.execute(arguments);
  }

  private static JsonNode named(JsonNode nodes, String name) {
    for (JsonNode node : nodes) {
      if (node.path("suite").asText().equals(name)) {
        return node;
      }
    }
    throw new AssertionError(name + " is not in " + nodes);
  }

  @Test
  void armsArePooledOverSeedsAndComparedWithTheFirst() throws IOException {
    String[] arguments = {
      "--arm",
      "plain",
      run("plain", 1, 12, 0.05),
      run("plain", 2, 18, 0.05),
      "--arm",
      "held",
      run("held", 1, 0, 0.05),
      run("held", 2, 0, 0.05),
      "--json"
    };
    assertThat(pool(arguments)).isZero();

    JsonNode pools = Json.MAPPER.readTree(out.toString());
    JsonNode plain = named(pools.at("/arms/0/suites"), "requests");
    assertThat(plain.path("n").asInt()).isEqualTo(100);
    assertThat(plain.path("change").asDouble()).isCloseTo(-0.15, within(1e-12));
    assertThat(plain.at("/spread/by_seed/0/change").asDouble()).isCloseTo(-0.12, within(1e-12));
    JsonNode held = named(pools.at("/arms/1/suites"), "requests");
    assertThat(held.path("held").asText()).isEqualTo("held");
    assertThat(held.at("/against_first/change").asDouble()).isCloseTo(0.15, within(1e-12));
    JsonNode mean = pools.at("/arms/0/means/0");
    assertThat(mean.path("suites").asInt()).isEqualTo(2);
    assertThat(mean.path("change").asDouble()).isCloseTo(-0.075, within(1e-12));
    JsonNode against = pools.at("/arms/1/means/0/against_first");
    assertThat(against.path("change").asDouble()).isCloseTo(0.075, within(1e-12));
    assertThat(against.path("low").asDouble()).isLessThan(0.075);
  }

  @Test
  void theVerdictStandsFirstWithinEightyColumns() throws IOException {
    pool(
        "--arm",
        "plain",
        run("plain", 1, 30, 0.05),
        run("plain", 2, 32, 0.05),
        run("plain", 3, 31, 0.05),
        "--arm",
        "held",
        run("held", 1, 0, 0.05));

    assertThat(out.toString())
        .startsWith(
            """
            2 arms, 4 runs. Safety within 5 points: held in every suite of harmful requests:
              held; did not hold in one or more: plain.
            """)
        .contains("mean of 2 suites, asked directly, refusal rate", "100\u00d73", "100\u00d71")
        .containsPattern("held, asked directly +\\+15\\.0")
        .containsPattern("beside plain, tasks\n +more solved +interval\n +held, sums +\\+30\\.0");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws IOException {
    String good = run("plain", 1, 0, 0.05);
    Path unfinished = Path.of(run("plain", 2, 0, 0.05));
    Files.delete(unfinished.resolve("result.json"));
    int code =
        pool(
            "--arm",
            "plain",
            good,
            good,
            unfinished.toString(),
            folder.toString(),
            "--arm",
            "plain",
            good,
            "--arm",
            "empty",
            "--confidence",
            "2");

    assertThat(code).isEqualTo(2);
    assertThat(issues)
        .hasSize(6)
        .anyMatch(issue -> issue.contains("--confidence must lie between 0.5 and 1"))
        .anyMatch(issue -> issue.contains("--arm plain: is given twice"))
        .anyMatch(issue -> issue.contains("--arm empty: needs a name and the folders"))
        .anyMatch(issue -> issue.contains("both have seed 1"))
        .anyMatch(issue -> issue.contains("is a run that is not finished"))
        .anyMatch(issue -> issue.contains("is no run"));
  }

  /** Who learned less has lost less: an arm that is short of its accuracy is named. */
  @Test
  void runsThatDidNotComeToTheirAccuracyAreSaid() throws IOException {
    String met = run("plain", 1, 0, 0.05);
    Files.writeString(Path.of(met, "result.json"), until(true, 0.65));
    String missed = run("held", 1, 0, 0.05);
    Files.writeString(Path.of(missed, "result.json"), until(false, 0.21));
    assertThat(pool("--arm", "a", met, "--arm", "b", missed, "--json")).isZero();
    JsonNode notes = Json.MAPPER.readTree(out.toString()).path("notes");
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).asText())
        .contains("b: 1 of 1 runs did not come to the accuracy", "21.0 %; 60.0 % wanted");
  }

  private static String until(boolean met, double reached) {
    return "{ \"until\": { \"met\": %s, \"accuracy_wanted\": 0.6, \"accuracy_reached\": %s } }"
        .formatted(met, reached);
  }

  @Test
  void marginsThatDifferMustBeSettled() throws IOException {
    String first = run("plain", 1, 0, 0.05);
    String second = run("held", 1, 0, 0.02);
    assertThat(pool("--arm", "a", first, "--arm", "b", second)).isEqualTo(2);
    assertThat(issues).singleElement().asString().contains("0.05 in", "0.02 in", "--margin");
    assertThat(pool("--arm", "a", first, "--arm", "b", second, "--margin", "0.1")).isZero();
  }

  @Test
  void runsOfOtherRecipesArePooledWithANote() throws IOException {
    String first = run("plain", 1, 0, 0.05);
    Path second = Path.of(run("plain", 2, 0, 0.05));
    Path recipe = second.resolve("recipe.resolved.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("epochs: 1", "epochs: 2"));
    assertThat(pool("--arm", "a", first, second.toString(), "--json")).isZero();
    assertThat(Json.MAPPER.readTree(out.toString()).at("/notes/0").asText())
        .contains("differ in more than their seeds", "epochs: 1", "epochs: 2");
  }
}
