package dev.belay.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.Progress;
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

class VerifyAuditTest {
  private final StringWriter out = new StringWriter();
  private final List<String> issues = new ArrayList<>();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new VerifyCommand(() -> Progress.SILENT));
    line.setOut(new PrintWriter(out));
    line.setExecutionExceptionHandler(
        (error, _, _) -> {
          issues.addAll(((BadInputException) error).issues());
          return 2;
        });
    issues.clear();
    out.getBuffer().setLength(0);
    return line.execute(arguments);
  }

  private String recipe(String train) throws IOException {
    return Files.writeString(
            folder.resolve("r.yaml"), "name: r\nmodel: { name: m }\ntrain: " + train + "\n")
        .toString();
  }

  /** Questions of multiple choice, by their letters alone. */
  private String letters() throws IOException {
    Path file = folder.resolve("letters.jsonl");
    Files.writeString(
        file,
        """
        {"prompt": "Which is red?", "gold": "A"}
        {"prompt": "Which is blue?", "gold": "B"}
        {"prompt": "Which is green?", "gold": "C"}
        """);
    return file.toString();
  }

  @Test
  void aRewardThatPaysForNothingButTheAnswerHolds() throws IOException {
    String recipe =
        recipe(
            "{ method: rlvr, data: { source: jsonl, path: '%s' }, reward: [ { verifier: choice } ] }"
                .formatted(letters()));
    assertThat(run("--audit", recipe)).as("%s %s", out, issues).isZero();
    assertThat(out.toString())
        .contains("attacked on 3 problems")
        .contains("the question said back")
        .contains("the answer itself")
        .contains("(best guess)");
    assertThat(run("--audit", recipe, "--problems", "2", "--json")).isZero();
    JsonNode audit = Json.MAPPER.readTree(out.toString()).path(0);
    assertThat(audit.path("verifier").textValue()).isEqualTo("choice");
    assertThat(audit.path("fault").booleanValue()).isFalse();
    assertThat(audit.path("exploits").path(0).path("n").intValue()).isEqualTo(2);
    assertThat(audit.path("exploits").path(0).path("interval")).hasSize(2);
  }

  @Test
  void oneThatPaysNobodyDoesNotHold() throws IOException {
    String recipe =
        recipe(
            "{ method: rlvr, data: { source: jsonl, path: '%s' }, reward: [ { verifier: choice, gates: { pattern:"
                    .formatted(letters())
                + " never } } ] }");
    assertThat(run("--audit", recipe)).isEqualTo(1);
    assertThat(out.toString()).contains("behind the gates pattern").contains("never paid");
  }

  @Test
  void gatesAreDressedForAndNamed() throws IOException {
    String recipe =
        recipe(
            "{ method: rlvr, data: { source: jsonl, path: '%s' }, reward: [ { verifier: choice, gates: { tags: ["
                    .formatted(letters())
                + " think, answer ] } } ] }");
    assertThat(run("--audit", recipe)).as("%s", out).isZero();
    assertThat(out.toString()).contains("behind the gates tags");
  }

  @Test
  void theVerifierOfVerifiedCompletionsIsAttackedToo() throws IOException {
    String recipe =
        recipe(
            "{ method: sft, data: { source: jsonl, path: '%s', completions: verified }, verified: { samples: 2, verifier: choice } }"
                .formatted(letters()));
    assertThat(run("--audit", recipe)).as("%s", issues).isZero();
    assertThat(out.toString()).contains("choice ");
  }

  @Test
  void whatCannotBeAttackedIsSaid() throws IOException {
    assertThat(run("--audit", recipe("{ method: sft, data: { source: arithmetic } }")))
        .isEqualTo(2);
    assertThat(issues.getFirst()).contains("no verifier takes part");
    assertThat(
            run(
                "--audit",
                recipe("{ method: rlvr, data: { source: nothing }, reward: [ { verifier: x } ] }")))
        .isEqualTo(2);
    assertThat(issues).hasSize(2);
    assertThat(run("--audit", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(issues.getFirst()).contains("no such file");
    assertThat(
            run(
                "--audit",
                recipe(
                    "{ method: rlvr, data: { source: arithmetic }, reward: [ { verifier: math,"
                        + " gates: { pattern: '(' } } ] }")))
        .isEqualTo(2);
    assertThat(issues.getFirst()).contains("train.reward[0].gates.pattern").contains("RE2");
  }
}
