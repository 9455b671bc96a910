package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Worked examples and stop strings of a model behind a server. */
class ServedOwnSuitesTest {

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private final ChatServer server = new ChatServer(request -> Reply.completion("It is 5."));

  @AfterEach
  void close() {
    server.close();
  }

  private int eval(String settings) throws IOException {
    Path tasks = folder.resolve("tasks.jsonl");
    Files.writeString(tasks, "{\"prompt\": \"2+3?\", \"gold\": \"5\"}\n");
    Files.writeString(
        folder.resolve("solved.jsonl"),
        "{\"prompt\": \"1+1?\", \"gold\": \"2\", \"completion\": \"It is 2.\"}\n");
    Path suite = Files.writeString(folder.resolve("suite.yaml"), settings);
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter(), true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(
        "eval",
        "--model",
        server.url(),
        "--task",
        suite.toString(),
        "--out",
        folder.resolve("out").toString());
  }

  @Test
  void theServerGetsTheTurnsAndTheStopStrings() throws IOException {
    assertThat(
            eval(
                """
                path: tasks.jsonl
                fewshot: { count: 1, from: solved.jsonl }
                stop: ["Question:", "</s>"]
                """))
        .as(err.toString())
        .isZero();
    JsonNode body = server.requests().getLast().body();
    assertThat(body.path("messages").findValuesAsText("content"))
        .containsExactly("1+1?", "It is 2.", "2+3?");
    assertThat(body.path("stop").toString()).isEqualTo("[\"Question:\",\"</s>\"]");
    assertThat(Files.readString(folder.resolve("out/tasks.jsonl")))
        .contains("\"label\":\"correct\"");
  }

  /** A server would put its chat template round a text that is meant to stand for itself. */
  @Test
  void aTextWithoutTemplateIsRefusedBeforeAnythingIsAsked() throws IOException {
    int code = eval("{ path: tasks.jsonl, fewshot: { count: 1, from: solved.jsonl, as: text } }");
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("tasks: give the model a text without a chat template");
    assertThat(server.requests()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
