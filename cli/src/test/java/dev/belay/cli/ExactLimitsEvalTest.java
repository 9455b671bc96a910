package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Exact limits of an evaluation as large as GSM8K's, through the command line. */
class ExactLimitsEvalTest {
  private static final int PROBLEMS = 1319;
  private static final Percentage NEAR = Percentage.withPercentage(1e-9);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ChatServer server = new ChatServer(request -> Reply.completion("#### 0"));

  @AfterEach
  void close() {
    server.close();
  }

  private int belay(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  /** The model solves so many of the problems, the first ones. */
  private String evaluation(String name, int right) throws IOException {
    Path file = folder.resolve("data/gsm8k/test.jsonl");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        IntStream.rangeClosed(1, PROBLEMS)
            .mapToObj(i -> "{\"question\": \"Say %d.\", \"answer\": \"#### %d\"}".formatted(i, i))
            .collect(Collectors.joining("\n")));
    server.script(request -> Reply.completion(answer(request.lastMessage(), right)));
    String into = folder.resolve(name).toString();
    String data = folder.resolve("data").toString();
    assertThat(
            belay(
                "eval",
                "--model",
                server.url(),
                "--suite",
                "gsm8k",
                "--data",
                data,
                "--out",
                into,
                "--details"))
        .as(err.toString())
        .isZero();
    return into;
  }

  private static String answer(String prompt, int right) {
    int asked =
        IntStream.rangeClosed(1, right)
            .filter(i -> prompt.contains("Say " + i + "."))
            .findFirst()
            .orElse(0);
    return "#### " + asked;
  }

  @Test
  void aRateOf29Of1319HasTheLimitsOfItsTable() throws IOException {
    String weak = evaluation("weak", 29);
    JsonNode suite =
        new ObjectMapper()
            .readTree(Files.readString(Path.of(weak).resolve("summary.json")))
            .get("suites")
            .get(0);
    assertThat(suite.get("decided").intValue()).isEqualTo(PROBLEMS);
    assertThat(suite.get("rate").doubleValue()).isCloseTo(29.0 / PROBLEMS, NEAR);
    assertThat(suite.at("/exact/low").doubleValue()).isCloseTo(0.0147728693435, NEAR);
    assertThat(suite.at("/exact/high").doubleValue()).isCloseTo(0.031424358677, NEAR);
    assertThat(out.toString()).contains("gsm8k  2.2 %  [2.2, 2.2]  [1.5, 3.1]");
  }

  @Test
  void aModelThatFailsNearlyAllIsNotSaidToFailNone() throws IOException {
    String before = evaluation("before", 700);
    String after = evaluation("after", 29);
    assertThat(belay("compare-evals", "--json", before, after)).as(err.toString()).isZero();
    JsonNode exact =
        new ObjectMapper()
            .readTree(out.toString().substring(out.toString().lastIndexOf("\n{\n") + 1))
            .at("/suites/0/exact");
    // One less the lower limit of 29 of 1319.
    assertThat(exact.get("failing_after").doubleValue()).isCloseTo(1 - 0.0147728693435, NEAR);
    // 671 of 1319 fell, none rose.
    assertThat(exact.get("net_worsening").doubleValue())
        .isBetween(671.0 / PROBLEMS, 671.0 / PROBLEMS + 0.04);
    assertThat(List.of("worsening", "net_worsening"))
        .allMatch(key -> exact.get(key).doubleValue() > 0.5);
  }
}
