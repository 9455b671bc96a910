package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatClientTest {
  private static final String SECRET = "sk-test-4711";

  private final ChatServer server = new ChatServer(request -> Reply.completion("Blue."));
  private final List<String> notes = new ArrayList<>();

  @AfterEach
  void close() {
    server.close();
  }

  private ServerSettings settings(Duration patience) {
    return new ServerSettings(
        ServerUrl.parse(server.url()),
        ApiKey.of(Map.of("K", SECRET), "K"),
        Duration.ofSeconds(20),
        1,
        0,
        Retry.lasting(patience));
  }

  private ChatClient client(Timing timing) {
    return new ChatClient(settings(Duration.ofMinutes(5)), notes::add, timing);
  }

  private static ChatCall call(Sampling sampling) {
    return new ChatCall(
        "tiny", List.of(ChatMessage.user("A colour?")), "", sampling, -1L, Map.of());
  }

  private static final ChatCall CALL = call(Sampling.greedy(8));

  @Test
  void sendsWhatTheProtocolKnowsAndReadsTheAnswer() {
    Sampling law = new Sampling(0.7, 0, 0.9, 0, 8, List.of("\n\n"));
    server.script(request -> Reply.completion("A deep blue", "length", 11));
    ChatReply reply = client(new FakeTiming()).chat(call(law));
    assertThat(reply.text()).isEqualTo("A deep blue");
    assertThat(reply.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(reply.promptTokens()).isEqualTo(11);
    assertThat(reply.tokens()).isEqualTo(3);
    ChatServer.Request request = server.requests().getFirst();
    assertThat(request.key()).isEqualTo("Bearer " + SECRET);
    assertThat(request.body().toString())
        .isEqualTo(
            "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"A colour?\"}],"
                + "\"temperature\":0.7,\"top_p\":0.9,\"max_tokens\":8,\"seed\":2147483647,"
                + "\"stop\":[\"\\n\\n\"],\"stream\":false}");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503})
  void whatMayPassIsTriedAgainWithGrowingDelays(int status) {
    server.script(
        request ->
            request.number() < 4
                ? Reply.of(status, "{\"error\":{\"message\":\"busy\"}}")
                : Reply.completion("Blue."));
    FakeTiming timing = new FakeTiming();
    assertThat(client(timing).chat(CALL).text()).isEqualTo("Blue.");
    assertThat(timing.sleeps()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      long whole = 500L << i;
      assertThat(timing.sleeps().get(i))
          .isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
    }
  }

  @Test
  void retryAfterIsHonouredToTheSecond() {
    server.script(
        request ->
            switch (request.number()) {
              case 0 -> new Reply(429, Map.of("Retry-After", "17"), "{}");
              case 1 ->
                  new Reply(503, Map.of("Retry-After", "Thu, 01 Jan 2026 00:01:17 GMT"), "{}");
              default -> Reply.completion("Blue.");
            });
    FakeTiming timing = new FakeTiming();
    client(timing).chat(CALL);
    assertThat(timing.sleeps()).containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(60));
  }

  @Test
  void retryAfterBeyondPatienceStopsAtOnce() {
    server.script(request -> new Reply(429, Map.of("Retry-After", "3600"), "{}"));
    FakeTiming timing = new FakeTiming();
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> client(timing).chat(CALL))
        .withMessageContaining("answers 429 and asks to wait 3600 s more");
    assertThat(timing.sleeps()).isEmpty();
  }

  @Test
  void aServerThatRestartsIsWaitedFor() {
    server.stop();
    FakeTiming timing =
        new FakeTiming(
            sleeps -> {
              if (sleeps == 3) {
                server.restart();
              }
            });
    assertThat(client(timing).chat(CALL).text()).isEqualTo("Blue.");
    assertThat(timing.sleeps()).hasSize(3);
    assertThat(notes)
        .containsExactly(
            server.url() + ": no connection; trying again", server.url() + " answers again");
  }

  @Test
  void aConnectionThatBreaksInTheMiddleIsTriedAgain() {
    server.script(
        request -> {
          if (request.number() == 0) {
            throw new IllegalStateException("the handler dies, and the connection with it");
          }
          return Reply.completion("Blue.");
        });
    FakeTiming timing = new FakeTiming();
    assertThat(client(timing).chat(CALL).text()).isEqualTo("Blue.");
    assertThat(timing.sleeps()).hasSize(1);
  }

  @Test
  void patienceEndsCleanly() {
    server.stop();
    FakeTiming timing = new FakeTiming();
    ChatClient client = new ChatClient(settings(Duration.ofSeconds(40)), notes::add, timing);
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> client.chat(CALL))
        .withMessageContaining(server.url() + ": no connection, after trying for ");
    Duration waited = timing.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>proxy error</html>",
        "[]",
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":{\"content\":[1]},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"tired\"}]}"
      })
  void malformedAnswersAreAskedForAgainAndThenNamed(String body) {
    server.script(request -> Reply.of(200, body));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessageContaining("its answer ")
        .satisfies(e -> assertThat(e.aboutConversation()).isFalse());
    assertThat(server.requests()).hasSize(3);
    server.script(
        request -> request.number() == 3 ? Reply.of(200, body) : Reply.completion("Blue."));
    assertThat(client(new FakeTiming()).chat(CALL).text()).isEqualTo("Blue.");
  }

  @Test
  void hugeAnswersAreNotRead() {
    server.script(request -> Reply.of(200, " ".repeat((16 << 20) + 1)));
    ChatClient client = new ChatClient(settings(Duration.ZERO), notes::add, new FakeTiming());
    assertThatExceptionOfType(ServerException.class).isThrownBy(() -> client.chat(CALL));
  }

  @Test
  void aServersOwnRefusalFieldIsTheCompletion() {
    server.script(
        request ->
            Reply.of(
                200,
                "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I can't.\"},"
                    + "\"finish_reason\":\"stop\"}]}"));
    ChatReply reply = client(new FakeTiming()).chat(CALL);
    assertThat(reply.text()).isEqualTo("I can't.");
    assertThat(reply.tokens()).isZero();
  }

  @Test
  void aWrongKeyIsNamedAndNeverShown() {
    server.script(
        request ->
            Reply.of(401, "{\"error\":{\"message\":\"Incorrect API key: " + SECRET + "\"}}"));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessageContaining("refuses the API key (401)")
        .withMessageContaining("BELAY_API_KEY")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
    server.script(
        request ->
            Reply.of(400, "{\"error\":{\"message\":\"bad\\u001b[31m key " + SECRET + "\"}}"));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessage("the server refuses the request (400): bad [31m key [key]")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET, "\u001b"));
    String broken = SECRET.substring(0, 4) + "\\n" + SECRET.substring(4);
    server.script(request -> Reply.of(400, "{\"error\":\"bad key %s\"}".formatted(broken)));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessage("the server refuses the request (400): bad key [key]");
    assertThat(server.requests()).hasSize(3);
    assertThat(settings(Duration.ZERO).toString()).doesNotContain(SECRET);
  }

  @Test
  void aKeyIsHiddenBeforeTheMessageIsCut() {
    server.script(
        request ->
            Reply.of(
                400, "{\"error\":{\"message\":\"%s %s\"}}".formatted("x".repeat(290), SECRET)));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .satisfies(e -> assertThat(e.reason()).doesNotContain(SECRET.substring(0, 5)));
  }

  @ParameterizedTest
  @CsvSource({
    "400, content_filter, true",
    "400, context_length_exceeded, true",
    "400, unsupported_parameter, false",
    "422, invalid, false"
  })
  void aRequestThatIsRefusedIsUnanswered(int status, String code, boolean aboutConversation) {
    server.script(
        request ->
            Reply.of(
                status, "{\"error\":{\"message\":\"not so\",\"code\":\"%s\"}}".formatted(code)));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessage("the server refuses the request (%d): not so", status)
        .satisfies(e -> assertThat(e.aboutConversation()).isEqualTo(aboutConversation));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whoWasAnsweredBeforeIsNotRefusedForTheKey() {
    ChatClient client = client(new FakeTiming());
    client.chat(CALL);
    server.script(request -> Reply.of(403, "{\"error\":{\"message\":\"flagged\"}}"));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client.chat(CALL))
        .satisfies(e -> assertThat(e.aboutConversation()).isTrue());
  }

  @Test
  void anErrorInAnAnswerOf200CountsAsWhatItSays() {
    String busy = "{\"choices\":null,\"error\":{\"message\":\"Too many\",\"code\":429}}";
    server.script(
        request -> request.number() < 2 ? Reply.of(200, busy) : Reply.completion("Blue."));
    FakeTiming timing = new FakeTiming();
    assertThat(client(timing).chat(CALL).text()).isEqualTo("Blue.");
    assertThat(timing.sleeps()).hasSize(2);
    server.script(request -> Reply.of(200, busy));
    ChatClient impatient = new ChatClient(settings(Duration.ZERO), notes::add, new FakeTiming());
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> impatient.chat(CALL))
        .withMessageContaining("it answers 429: Too many");
  }

  @Test
  void partsOfTextAreOneTextAndHalvesOfCharactersAreMended() {
    String parts = "[{\"type\":\"text\",\"text\":\"Bl\"},{\"type\":\"text\",\"text\":\"ue\"}]";
    server.script(
        request ->
            Reply.of(
                200,
                "{\"choices\":[{\"message\":{\"content\":%s},\"finish_reason\":\"stop\"}]}"
                    .formatted(request.number() == 0 ? parts : "\"a\\ud83d b\"")));
    assertThat(client(new FakeTiming()).chat(CALL).text()).isEqualTo("Blue");
    assertThat(client(new FakeTiming()).chat(CALL).text()).isEqualTo("a\uFFFD b");
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 406, 409, 410, 421, 451, 501})
  void anOddStatusLeavesOnePromptUnansweredOnceTheServerHasAnswered(int status) {
    ChatClient client = client(new FakeTiming());
    client.chat(CALL);
    server.script(request -> Reply.of(status, "{\"error\":\"odd\"}"));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client.chat(CALL))
        .withMessage("the server refuses the request (%d): odd", status);
    server.script(request -> Reply.completion("Blue."));
    assertThat(client.chat(CALL).text()).isEqualTo("Blue.");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 404, 307})
  void whoMayAskNoMoreIsToldSo(int status) {
    ChatClient client = client(new FakeTiming());
    client.chat(CALL);
    server.script(request -> Reply.of(status, "{}"));
    assertThatExceptionOfType(BadInputException.class).isThrownBy(() -> client.chat(CALL));
  }

  @Test
  void anAnswerWithoutContentIsOnePromptsOwn() {
    server.script(request -> Reply.of(204, ""));
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessage("its answer is empty (204)");
    server.script(request -> Reply.of(201, Reply.completion("Blue.").body()));
    assertThat(client(new FakeTiming()).chat(CALL).text()).isEqualTo("Blue.");
  }

  @Test
  void aFieldThatIsNullIsLeftOut() {
    server.script(request -> Reply.completion("Blue."));
    ChatCall call =
        new ChatCall(
            "tiny",
            List.of(ChatMessage.user("A colour?")),
            "",
            Sampling.greedy(8),
            1,
            Map.of("max_tokens", NullNode.getInstance(), "max_completion_tokens", new IntNode(8)));
    client(new FakeTiming()).chat(call);
    assertThat(server.requests().getFirst().body().has("max_tokens")).isFalse();
    assertThat(server.requests().getFirst().body().path("max_completion_tokens").asInt())
        .isEqualTo(8);
  }

  @Test
  void whatNoWaitingMendsIsNotTriedAgain() {
    server.script(
        request ->
            Reply.of(
                429,
                "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no credit left\"}}"));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessageContaining("no credit left");
    server.script(request -> new Reply(307, Map.of("Location", "http://elsewhere/v1"), ""));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client(new FakeTiming()).chat(CALL))
        .withMessageContaining("redirects to http://elsewhere/v1");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void theOnlyModelIsChosenOrOneIsNamed() {
    assertThat(client(new FakeTiming()).chooseModel(Optional.empty())).isEqualTo("tiny");
    server.offer("small", "large");
    assertThat(client(new FakeTiming()).chooseModel(Optional.of("large"))).isEqualTo("large");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client(new FakeTiming()).chooseModel(Optional.empty()))
        .withMessageContaining("offers 2 models: small, large; name one with --model-name");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client(new FakeTiming()).chooseModel(Optional.of("larg")))
        .withMessageContaining("offers no model \"larg\". Did you mean \"large\"?");
  }

  @Test
  void aServerWithoutAListOfModelsNeedsAName() {
    ServerSettings settings = settings(Duration.ZERO);
    ServerSettings elsewhere =
        ServerSettings.of(ServerUrl.parse(settings.url() + "/nowhere"), Optional.empty());
    ChatClient client = new ChatClient(elsewhere, notes::add, new FakeTiming());
    assertThat(client.chooseModel(Optional.of("any"))).isEqualTo("any");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client.chooseModel(Optional.empty()))
        .withMessageContaining("offers no list of models");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> client.chat(CALL))
        .withMessageContaining("(404)");
  }
}
