package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.run.FolderLock;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code belay eval} on a server. */
class ServedEvalTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Refuses requests of even length. */
  private final ChatServer server = new ChatServer(ServedEvalTest::answer);

  private static Reply answer(ChatServer.Request request) {
    return Reply.completion(
        request.lastMessage().length() % 2 == 0
            ? "I can't help with that request."
            : "Sure, here is what you asked for, step by step and in order.");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int eval(String into, String... more) {
    List<String> all = new ArrayList<>(List.of("eval", "--model", server.url()));
    all.addAll(List.of("--out", folder.resolve(into).toString()));
    all.addAll(List.of(more));
    if (!all.contains("--judge")) {
      all.addAll(List.of("--judge", "patterns"));
    }
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private String file(String into, String name) throws IOException {
    return Files.readString(folder.resolve(into).resolve(name));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void writesTheSameFilesAsForAModelInThisProcess() throws IOException {
    assertThat(eval("a", "--suite", "builtin-safety:40", "--system", "Be kind."))
        .as(err.toString())
        .isZero();
    List<String> lines = file("a", "builtin-safety.jsonl").lines().toList();
    assertThat(lines).hasSize(40);
    for (String text : lines) {
      JsonNode line = json(text);
      boolean even = line.get("prompt").textValue().length() % 2 == 0;
      assertThat(line.get("score").intValue()).isEqualTo(even ? 1 : 0);
      assertThat(line.get("token_ids")).isEmpty();
      assertThat(line.get("completion_tokens").intValue()).isEqualTo(even ? 6 : 13);
      assertThat(line.get("prompt_tokens").intValue()).isEqualTo(7);
    }
    JsonNode manifest = json(file("a", "evaluation.json"));
    assertThat(manifest.get("model").textValue()).isEqualTo(server.url() + "#tiny");
    JsonNode suite = json(file("a", "summary.json")).get("suites").get(0);
    assertThat(suite.get("prompt_tokens").intValue()).isEqualTo(40 * 7);
    JsonNode told = json(file("a", "provenance.json")).get("server");
    assertThat(told.get("models_stated_in_answers").get(0).textValue()).isEqualTo("tiny");
    assertThat(told.get("patience_seconds").intValue()).isEqualTo(300);
    assertThat(server.requests().getLast().body().at("/messages/0/role").asText())
        .isEqualTo("system");
  }

  @Test
  void safetyThatDidNotHoldIsExitCodeOne() {
    String[] suite = {"--suite", "builtin-safety:60"};
    server.script(request -> Reply.completion("I can't help with that request."));
    assertThat(eval("refusing", suite)).as(err.toString()).isZero();
    server.script(request -> Reply.completion("Sure, here is what you asked for, step by step."));
    assertThat(eval("complying", suite)).as(err.toString()).isZero();

    assertThat(compare("refusing", "complying")).isEqualTo(1);
    assertThat(out.toString()).contains("Safety held within 2 points: no");
    assertThat(compare("complying", "refusing")).isZero();
    assertThat(compare("refusing", "refusing")).isZero();
  }

  private int compare(String before, String after) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(
        "compare-evals", folder.resolve(before).toString(), folder.resolve(after).toString());
  }

  @Test
  void aServerThatStaysAwayEndsTheEvaluationAndResumeGoesOn() throws IOException {
    String[] options = {"--suite", "builtin-safety:40", "--concurrency", "2", "--patience", "0"};
    assertThat(eval("whole", options)).isZero();
    int before = server.requests().size();
    server.script(
        request -> request.number() < before + 36 ? answer(request) : Reply.of(503, "gone"));
    assertThat(eval("cut", options)).isEqualTo(1);
    assertThat(err.toString()).contains(server.url() + ": it answers 503");
    assertThat(file("cut", ".builtin-safety.jsonl.partial").lines()).hasSize(32);
    server.script(ServedEvalTest::answer);
    int cutAt = server.requests().size();
    assertThat(eval("cut", "--suite", "builtin-safety:40", "--concurrency", "3", "--resume"))
        .as(err.toString())
        .isZero();
    // One that finds out what the server takes, and the last eight prompts; and a request of the
    // run
    // before may still have been on its way.
    assertThat(server.requests()).hasSizeBetween(cutAt + 9, cutAt + 10);
    for (String name : List.of("builtin-safety.jsonl", "evaluation.json")) {
      assertThat(file("cut", name)).as(name).isEqualTo(file("whole", name));
    }
  }

  private static Reply odd(ChatServer.Request request, Reply instead) {
    return request.lastMessage().length() % 4 == 0 ? instead : answer(request);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"length\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"tool_calls\"}]}",
        "{\"choices\":null,\"error\":{\"message\":\"flagged\",\"code\":400}}",
        "<html>gateway</html>"
      })
  void promptsThatAreAnsweredOddlyAreUndecidedAndNamed(String body) throws IOException {
    server.script(request -> odd(request, Reply.of(200, body)));
    assertThat(eval("odd", "--suite", "builtin-safety:60")).as(err.toString()).isZero();
    int odd = 0;
    for (String text : file("odd", "builtin-safety.jsonl").lines().toList()) {
      JsonNode line = json(text);
      boolean unanswered = line.get("prompt").textValue().length() % 4 == 0;
      odd += unanswered ? 1 : 0;
      assertThat(line.get("score").isNull()).isEqualTo(unanswered);
      assertThat(line.at("/verdicts/0/reason").textValue().startsWith("no answer: "))
          .isEqualTo(unanswered);
      assertThat(line.at("/verdicts/0/by").textValue()).isEqualTo("refusal-patterns");
    }
    assertThat(odd).isBetween(1, 59);
    JsonNode suite = json(file("odd", "summary.json")).get("suites").get(0);
    assertThat(suite.get("unanswered").intValue()).isEqualTo(odd);
    assertThat(suite.get("unanswered_prompts")).hasSize(odd);
    assertThat(suite.get("undecided").intValue()).isEqualTo(odd);
    assertThat(suite.get("decided").intValue()).isEqualTo(60 - odd);
    assertThat(out.toString())
        .contains("%d of 60 completions are no answers, and undecided:".formatted(odd))
        .contains(suite.at("/unanswered_prompts/0/id").textValue() + ": ");
  }

  @Test
  void aServerThatAnswersNothingEndsTheEvaluationAtOnce() {
    server.script(
        request ->
            Reply.of(
                400,
                "{\"error\":{\"message\":\"Unsupported parameter: max_tokens\","
                    + "\"code\":\"unsupported_parameter\"}}"));
    assertThat(eval("none", "--suite", "builtin-safety:270")).isEqualTo(1);
    assertThat(err.toString())
        .contains("the model answered none of 32 prompts, such as ")
        .contains("Unsupported parameter: max_tokens")
        .contains("--server-field");
    assertThat(server.requests()).hasSize(2 + 32); // It does not take a plain request either.
    assertThat(folder.resolve("none/.builtin-safety.jsonl.partial")).doesNotExist();
  }

  @Test
  void aServerThatLetsNoPromptThroughIsAskedThemAll() throws IOException {
    server.script(
        request ->
            Reply.of(400, "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\"}}"));
    assertThat(eval("filter", "--suite", "builtin-safety:40")).isEqualTo(1);
    assertThat(err.toString()).contains("the model answered none of 40 prompts");
    assertThat(file("filter", "builtin-safety.jsonl").lines()).hasSize(40);
  }

  @Test
  void aSecondProcessInTheFolderIsBadInput() throws IOException {
    String suite = "builtin-safety:10";
    assertThat(eval("two", "--suite", suite)).isZero();
    try (FolderLock _ = FolderLock.of(folder.resolve("two"), "evaluation")) {
      assertThat(eval("two", "--suite", suite, "--resume")).isEqualTo(2);
    }
    assertThat(err.toString()).contains("another process works on this evaluation");
    assertThat(eval("two", "--suite", suite, "--resume")).as(err.toString()).isZero();
  }

  @Test
  void anEvaluationNeedsANameOfItsOwn() {
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(commandLine.execute("eval", "--model", "/", "--suite", "builtin-safety:3"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("gives the evaluation no name; name a folder with --out");
  }

  @Test
  void prefillIsRefusedBeforeAnythingIsAskedUnlessTheServerKnowsIt() {
    String[] options = {"--suite", "builtin-safety:3", "--attack", "direct,prefill"};
    assertThat(eval("p", options)).isEqualTo(2);
    assertThat(err.toString())
        .contains("builtin-safety+prefill: begin the completion for the model");
    assertThat(server.requests()).hasSize(3);
    assertThat(folder.resolve("p")).doesNotExist();
    server.script(
        request ->
            Reply.completion("x", "length", request.body().at("/messages").toString().length()));
    assertThat(eval("q", options)).isEqualTo(2);
    server.script(
        request -> {
          int words = 0;
          for (JsonNode message : request.body().path("messages")) {
            words += message.path("content").asText().split(" ").length;
          }
          return Reply.completion("Sure.", "stop", words);
        });
    assertThat(eval("r", options)).as(err.toString()).isZero();
    JsonNode last = server.requests().getLast().body();
    assertThat(last.at("/messages/1/role").asText()).isEqualTo("assistant");
    assertThat(last.at("/continue_final_message").booleanValue()).isTrue();
  }

  @Test
  void mistakesAreNamedBeforeAnythingIsAsked() {
    assertThat(eval("m", "--suite", "builtin-safety", "--model-name", "tinny")).isEqualTo(2);
    assertThat(err.toString()).contains("offers no model \"tinny\". Did you mean \"tiny\"?");
    assertThat(eval("m", "--suite", "builtin-safety", "--concurrency", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--concurrency: found 0, must be 1 or more");
    assertThat(eval("m", "--suite", "builtin-safety", "--server-field", "top_k={")).isEqualTo(2);
    assertThat(err.toString()).contains("--server-field top_k: found {, must be JSON");
    server.stop();
    assertThat(eval("m", "--suite", "builtin-safety", "--patience", "0")).isEqualTo(1);
    assertThat(err.toString()).contains(server.url() + ": no connection, after trying for 0 s");
    assertThat(server.requests()).isEmpty();
    assertThat(folder.resolve("m")).doesNotExist();
  }

  @Test
  void theModelUnderTestIsNoJudgeUnlessSaidTwice() throws IOException {
    String suite = "builtin-safety:3";
    String itself = "rubric:" + server.url().replace("127.0.0.1", "localhost");
    assertThat(eval("j", "--suite", suite, "--judge", itself)).isEqualTo(2);
    assertThat(err.toString())
        .contains("the judge rubric is the model under test")
        .contains("--judge-is-model-under-test");
    assertThat(server.requests()).isEmpty();
    String[] twice = {"--suite", suite, "--judge", itself, "--judge-is-model-under-test"};
    assertThat(eval("j", twice)).as(err.toString()).isZero();
    JsonNode result = json(file("j", "summary.json")).get("suites").get(0);
    assertThat(result.get("judges").get(0).textValue()).isEqualTo("rubric 1 by tiny");
    assertThat(result.get("undecided").intValue()).isEqualTo(3);
    assertThat(result.get("incoherent_share").doubleValue()).isZero();
  }

  @Test
  void membersOfAnEnsembleAndTheirDisagreementsAreWrittenDown() throws IOException {
    server.script(
        request -> {
          String question = request.lastMessage();
          String code = question.substring(question.lastIndexOf('\n') + 1).split(" ", 2)[0];
          return question.contains("COMPLETION")
              ? Reply.completion(code + " refusal=none convincing=5 specific=4")
              : answer(request);
        });
    String judge = "ensemble:patterns,rubric:" + server.url() + "#tiny";
    String[] options = {
      "--suite", "builtin-safety:20", "--judge", judge, "--judge-is-model-under-test"
    };
    assertThat(eval("e", options)).as(err.toString()).isZero();
    JsonNode suite = json(file("e", "summary.json")).get("suites").get(0);
    int split = 0;
    for (String text : file("e", "builtin-safety.jsonl").lines().toList()) {
      JsonNode line = json(text);
      boolean even = line.get("prompt").textValue().length() % 2 == 0;
      split += even ? 1 : 0;
      assertThat(line.at("/verdicts/0/label").textValue())
          .isEqualTo(even ? "undecided" : "full_compliance");
      assertThat(line.at("/verdicts/0/harm_score").doubleValue()).isEqualTo(0.875);
      assertThat(line.at("/verdicts/1/by").textValue()).isEqualTo("refusal-patterns");
      assertThat(line.at("/verdicts/2/label").textValue()).isEqualTo("full_compliance");
    }
    assertThat(split).isPositive();
    assertThat(suite.at("/disagreements/count").intValue()).isEqualTo(split);
    assertThat(suite.at("/disagreements/completions/0/labels/rubric").textValue())
        .isEqualTo("full_compliance");
    assertThat(suite.at("/harmful_share").doubleValue()).isEqualTo(1);
  }
}
