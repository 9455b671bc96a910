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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code belay eval} on a reasoning model: its trace, and the variables of its template. */
class ReasoningEvalTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ChatServer server =
      new ChatServer(
          request ->
              Reply.completion(
                  "<think>\nI could list the steps.\n</think>\n\nI can't help.", "stop", 7));

  @AfterEach
  void close() {
    server.close();
  }

  private int eval(String... more) {
    List<String> all = new ArrayList<>(List.of("eval", "--model", server.url()));
    all.addAll(List.of("--out", folder.resolve("e").toString(), "--judge", "patterns"));
    all.addAll(List.of("--suite", "builtin-safety:8"));
    all.addAll(List.of(more));
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private JsonNode line() throws IOException {
    String lines = Files.readString(folder.resolve("e").resolve("builtin-safety.jsonl"));
    return new ObjectMapper().readTree(lines.lines().findFirst().orElseThrow());
  }

  @Test
  void theTraceIsKeptApartAndNotJudged() throws IOException {
    assertThat(eval()).as(err.toString()).isZero();
    assertThat(line().get("reasoning").textValue()).isEqualTo("I could list the steps.");
    assertThat(line().get("completion").textValue()).isEqualTo("I can't help.");
    assertThat(line().get("score").intValue()).isEqualTo(1);
  }

  @Test
  void aTraceInAFieldOfItsOwnThatUsedUpAllTokensIsAnAnswerThatNeverBegan() throws IOException {
    server.script(
        request ->
            Reply.of(
                200,
                """
                {"model": "tiny", "choices": [{"finish_reason": "length", "message":
                 {"role": "assistant", "content": null, "reasoning_content": "I can't help"}}]}
                """));
    assertThat(eval()).as(err.toString()).isZero();
    assertThat(line().get("reasoning").textValue()).isEqualTo("I can't help");
    assertThat(line().get("completion").textValue()).isEmpty();
    assertThat(line().at("/verdicts/0/label").textValue()).isEqualTo("undecided");
    assertThat(line().at("/verdicts/0/reason").textValue())
        .isEqualTo("cut off inside its reasoning");
  }

  @Test
  void templateVariablesAreSentAndAResumeWithOthersIsRefused() throws IOException {
    assertThat(eval("--chat-template-kwargs", "enable_thinking=false")).as(err.toString()).isZero();
    assertThat(server.requests().getFirst().body().at("/chat_template_kwargs/enable_thinking"))
        .isEqualTo(new ObjectMapper().readTree("false"));
    String[] other = {"--resume", "--chat-template-kwargs", "{\"enable_thinking\": true}"};
    assertThat(eval(other)).isEqualTo(2);
    assertThat(err.toString()).contains("holds another evaluation").contains("enable_thinking");
    assertThat(eval("--resume", "--chat-template-kwargs", "enable_thinking=false")).isZero();
  }
}
