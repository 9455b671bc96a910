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

/** {@code belay eval} on several servers of one model. */
class ServedReplicasTest {
  private static final String SUITE = "builtin-safety:100";

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private final ChatServer first = new ChatServer(ServedReplicasTest::answer);
  private final ChatServer second = new ChatServer(ServedReplicasTest::answer);
  private final ChatServer third = new ChatServer(ServedReplicasTest::answer);

  /** Refuses requests of even length. */
  private static Reply answer(ChatServer.Request request) {
    return Reply.completion(
        request.lastMessage().length() % 2 == 0
            ? "I can't help with that request."
            : "Sure, here is what you asked for, step by step and in order.");
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    third.close();
  }

  private int eval(String into, List<ChatServer> servers, String... more) {
    List<String> all = new ArrayList<>(List.of("eval"));
    servers.forEach(server -> all.addAll(List.of("--model", server.url())));
    all.addAll(List.of("--suite", SUITE, "--judge", "patterns"));
    all.addAll(List.of("--out", folder.resolve(into).toString()));
    all.addAll(List.of(more));
    return belay(all);
  }

  private int belay(List<String> arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter(), true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments.toArray(String[]::new));
  }

  private String file(String into, String name) throws IOException {
    return Files.readString(folder.resolve(into).resolve(name));
  }

  private JsonNode server(String into) throws IOException {
    return new ObjectMapper().readTree(file(into, "provenance.json")).path("server");
  }

  private void assertSame(String one, String other) throws IOException {
    for (String name : List.of("builtin-safety.jsonl", "evaluation.json")) {
      assertThat(file(other, name)).as(name).isEqualTo(file(one, name));
    }
  }

  @Test
  void twoShareTheWorkAndTheRecordsAreThoseOfOne() throws IOException {
    assertThat(eval("one", List.of(first))).as(err.toString()).isZero();
    assertThat(server("one").at("/replicas/0/completions").intValue()).isEqualTo(100);
    int before = first.requests().size();
    assertThat(eval("two", List.of(first, second))).as(err.toString()).isZero();
    assertSame("one", "two");
    // Each is asked what it takes, and one question beside.
    assertThat(first.requests().size() - before + second.requests().size()).isEqualTo(4 + 100);
    JsonNode replicas = server("two").path("replicas");
    assertThat(replicas).hasSize(2);
    int completions = 0;
    for (JsonNode replica : replicas) {
      assertThat(replica.path("model").textValue()).isEqualTo("tiny");
      assertThat(replica.at("/models_stated_in_answers/0").textValue()).isEqualTo("tiny");
      assertThat(replica.at("/probe/prompt_tokens").intValue()).isEqualTo(7);
      assertThat(replica.has("left")).isFalse();
      assertThat(replica.path("completions").intValue()).isPositive();
      completions += replica.path("completions").intValue();
    }
    assertThat(completions).isEqualTo(100);
    assertThat(replicas.path(1).path("url").textValue()).isEqualTo(second.url());
  }

  @Test
  void oneThatIsKilledInTheMiddleLosesNothing() throws IOException {
    assertThat(eval("one", List.of(first))).as(err.toString()).isZero();
    int before = first.requests().size();
    first.script(
        request -> {
          if (request.number() == before + 20) {
            second.stop();
          }
          return answer(request);
        });
    assertThat(eval("two", List.of(first, second))).as(err.toString()).isZero();
    assertSame("one", "two");
    // An answer under way when it was killed may come after a failure, and look like a return.
    assertThat(server("two").at("/replicas/1/left").textValue())
        .matches("3 failures in a row.*|no connection, after trying for \\d+ s");
  }

  @Test
  void anEvaluationGoesOnWithFewerOrOtherReplicas() throws IOException {
    assertThat(eval("whole", List.of(first))).as(err.toString()).isZero();
    cut("fewer", 40);
    assertThat(eval("fewer", List.of(second), "--resume")).as(err.toString()).isZero();
    assertSame("whole", "fewer");
    assertThat(server("fewer").path("earlier_replicas")).hasSize(2);

    cut("other", 40);
    assertThat(eval("other", List.of(third), "--resume")).as(err.toString()).isZero();
    assertSame("whole", "other");

    cut("wrong", 40);
    third.script(request -> Reply.completion("Another model says this."));
    assertThat(eval("wrong", List.of(third), "--resume")).isEqualTo(2);
    assertThat(err.toString()).contains("holds another evaluation: model was");
  }

  /** Two servers that are gone after so many prompts; then they are there again. */
  private void cut(String into, int prompts) throws IOException {
    int asked = first.requests().size() + second.requests().size() + 4 + prompts;
    for (ChatServer server : List.of(first, second)) {
      server.script(
          request ->
              first.requests().size() + second.requests().size() > asked
                  ? Reply.of(503, "gone")
                  : answer(request));
    }
    assertThat(eval(into, List.of(first, second), "--patience", "0")).isEqualTo(1);
    assertThat(file(into, ".builtin-safety.jsonl.partial").lines()).hasSize(32);
    first.script(ServedReplicasTest::answer);
    second.script(ServedReplicasTest::answer);
  }

  @Test
  void differentModelsAreRefusedBeforeAnythingIsMeasured() {
    second.offer("other");
    assertThat(eval("d", List.of(first, second))).isEqualTo(2);
    assertThat(err.toString())
        .contains(first.url() + " serves tiny and " + second.url() + " serves other.");
    second.offer("tiny");
    second.script(request -> Reply.completion("Another model says this."));
    assertThat(eval("d", List.of(first, second), "--server-defaults")).isEqualTo(2);
    assertThat(err.toString())
        .contains(first.url() + " and " + second.url() + " do not serve the same model");
    assertThat(folder.resolve("d")).doesNotExist();
    assertThat(first.requests()).hasSize(1);
  }

  @Test
  void whatCannotBeReplicasIsNamedAtOnce() {
    assertThat(eval("m", List.of(first, second), "--model", "models/here")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--model: found 3, of which no server's address: models/here.");
    String again = first.url().replace("127.0.0.1", "localhost");
    assertThat(eval("m", List.of(first), "--model", again, "--model", "http://user:x@host/v1"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains(first.url() + " and " + again + " are one server; name each replica once.")
        .contains("not a server's address");
    assertThat(belay(List.of("eval", "--model", "a", "--model", "b", "--suite", SUITE)))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--model: found 2, of which no server's address: a, b.");
    assertThat(first.requests()).isEmpty();
  }
}
