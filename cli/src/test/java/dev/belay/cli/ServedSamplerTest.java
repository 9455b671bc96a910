package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code belay eval} tells a server of settings that nobody asked for. */
class ServedSamplerTest {
  private static final Set<String> PROTOCOL =
      Set.of(
          "model",
          "messages",
          "temperature",
          "top_p",
          "max_tokens",
          "seed",
          "stream",
          "presence_penalty",
          "frequency_penalty");

  private static final List<String> SETTINGS =
      List.of(
          "repetition_penalty",
          "repeat_penalty",
          "top_k",
          "min_p",
          "presence_penalty",
          "frequency_penalty");

  @TempDir Path folder;

  private final StringWriter err = new StringWriter();
  private final ChatServer server = new ChatServer(request -> completion());

  private static Reply completion() {
    return Reply.completion("Sure, here is what you asked for, step by step.");
  }

  /** Refuses fields as validators do. */
  private static Reply unless(boolean known) {
    return known ? completion() : Reply.of(422, "{\"detail\":\"Extra inputs are not permitted\"}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int belay(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter(), true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private int eval(String into, String... more) {
    List<String> all = new ArrayList<>(List.of("eval", "--model", server.url()));
    all.addAll(List.of("--out", path(into), "--judge", "patterns"));
    all.addAll(List.of("--suite", "builtin-safety:4"));
    all.addAll(List.of(more));
    return belay(all.toArray(String[]::new));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode json(String into, String file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve(into).resolve(file)));
  }

  private JsonNode lastBody() {
    return server.requests().getLast().body();
  }

  @Test
  void aServerThatTakesThemAllGetsThem() throws IOException {
    assertThat(eval("a")).as(err.toString()).isZero();
    assertThat(server.requests()).hasSize(5);
    assertThat(server.requests().getFirst().body().path("max_tokens").intValue()).isEqualTo(1);
    JsonNode body = lastBody();
    assertThat(body.path("repetition_penalty").doubleValue()).isEqualTo(1);
    assertThat(body.path("repeat_penalty").doubleValue()).isEqualTo(1);
    for (String off : List.of("top_k", "min_p", "presence_penalty", "frequency_penalty")) {
      assertThat(body.has(off)).as(off).isTrue();
      assertThat(body.path(off).doubleValue()).as(off).isZero();
    }
    assertThat(json("a", "evaluation.json").path("sampler").toString())
        .isEqualTo(
            "{\"frequency_penalty\":0.0,\"min_p\":0.0,\"presence_penalty\":0.0,"
                + "\"repetition_penalty\":1.0,\"top_k\":0}");
    JsonNode provenance = json("a", "provenance.json");
    assertThat(provenance.path("server_defaults").isBoolean()).isTrue();
    assertThat(provenance.path("server_defaults").booleanValue()).isFalse();
    assertThat(provenance.at("/server/neutral_fields_sent")).hasSize(6);
  }

  @Test
  void aServerThatKnowsOnlyTheProtocolGetsOnlyThat() throws IOException {
    server.script(
        request -> {
          List<String> fields = new ArrayList<>();
          request.body().fieldNames().forEachRemaining(fields::add);
          return unless(PROTOCOL.containsAll(fields));
        });
    assertThat(eval("o")).as(err.toString()).isZero();
    assertThat(lastBody().path("presence_penalty").isNumber()).isTrue();
    assertThat(lastBody().has("top_k")).isFalse();
    assertThat(json("o", "evaluation.json").at("/sampler/top_k").textValue())
        .isEqualTo("refused by the server");
    JsonNode told = json("o", "provenance.json").path("server");
    assertThat(told.path("neutral_fields_sent").toString())
        .isEqualTo("{\"frequency_penalty\":0.0,\"presence_penalty\":0.0}");
    assertThat(told.path("neutral_fields_refused")).hasSize(4);
  }

  @Test
  void aServerWithAnotherSpellingGetsThatOne() throws IOException {
    server.script(request -> unless(!request.body().has("repetition_penalty")));
    assertThat(eval("l")).as(err.toString()).isZero();
    assertThat(lastBody().path("repeat_penalty").doubleValue()).isEqualTo(1);
    assertThat(lastBody().has("repetition_penalty")).isFalse();
    assertThat(json("l", "evaluation.json").at("/sampler/repetition_penalty").doubleValue())
        .isEqualTo(1);
    // What is in force is the same however it was spelled.
    server.script(request -> unless(!request.body().has("repeat_penalty")));
    assertThat(eval("v")).as(err.toString()).isZero();
    assertThat(belay("compare-evals", path("l"), path("v"))).as(err.toString()).isZero();
  }

  @Test
  void whatIsAskedForIsSentAsItIs() throws IOException {
    assertThat(eval("f", "--server-field", "repeat_penalty=1.2", "--server-field", "top_k=null"))
        .as(err.toString())
        .isZero();
    for (ChatServer.Request request : server.requests()) {
      assertThat(request.body().path("repeat_penalty").doubleValue()).isEqualTo(1.2);
      assertThat(request.body().has("repetition_penalty")).isFalse();
      assertThat(request.body().has("top_k")).isFalse();
      assertThat(request.body().has("min_p")).isTrue();
    }
    JsonNode sampler = json("f", "evaluation.json").path("sampler");
    assertThat(sampler.path("repetition_penalty").doubleValue()).isEqualTo(1.2);
    assertThat(sampler.path("top_k").textValue()).isEqualTo("left to the server");
  }

  @Test
  void evaluationsUnderOtherSettingsAreNeitherResumedNorCompared() throws IOException {
    assertThat(eval("neutral")).as(err.toString()).isZero();
    int asked = server.requests().size();
    assertThat(eval("theirs", "--server-defaults")).as(err.toString()).isZero();
    assertThat(server.requests()).hasSize(asked + 4);
    for (String setting : SETTINGS) {
      assertThat(lastBody().has(setting)).as(setting).isFalse();
    }
    JsonNode provenance = json("theirs", "provenance.json");
    assertThat(provenance.path("server_defaults").booleanValue()).isTrue();
    assertThat(provenance.at("/server/sampler/min_p").textValue()).isEqualTo("left to the server");

    assertThat(belay("compare-evals", path("neutral"), path("theirs"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("not made alike: sampler.top_k was 0 and is now \"left to the server\"");
    assertThat(eval("neutral", "--resume", "--server-defaults")).isEqualTo(2);
    assertThat(eval("neutral", "--resume")).as(err.toString()).isZero();
    assertThat(eval("theirs", "--resume", "--server-defaults")).as(err.toString()).isZero();
    assertThat(belay("compare-evals", path("theirs"), path("theirs"))).isZero();
  }

  @Test
  void anEvaluationThatDoesNotSayIsTheServersUnlessItIsOfAModelHere() throws IOException {
    assertThat(eval("neutral")).as(err.toString()).isZero();
    assertThat(eval("theirs", "--server-defaults")).as(err.toString()).isZero();
    assertThat(eval("unsaid", "--server-defaults")).as(err.toString()).isZero();
    ObjectNode manifest = (ObjectNode) json("unsaid", "evaluation.json");
    manifest.remove("sampler");
    Path file = folder.resolve("unsaid/evaluation.json");
    Files.writeString(file, manifest.toString());
    assertThat(belay("compare-evals", path("unsaid"), path("theirs"))).as(err.toString()).isZero();
    assertThat(belay("compare-evals", path("unsaid"), path("neutral"))).isEqualTo(2);
    Files.writeString(file, manifest.put("model", "sha256 of weights").toString());
    assertThat(belay("compare-evals", path("unsaid"), path("neutral"))).as(err.toString()).isZero();
    assertThat(belay("compare-evals", path("unsaid"), path("theirs"))).isEqualTo(2);
  }
}
