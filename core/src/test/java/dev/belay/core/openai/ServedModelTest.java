package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServedModelTest {
  private final ChatServer server =
      new ChatServer(request -> Reply.completion("On " + request.lastMessage()));

  @AfterEach
  void close() {
    server.close();
  }

  private ServedModel model(int concurrency, Optional<String> system, Timing timing) {
    ServerSettings settings =
        new ServerSettings(
            ServerUrl.parse(server.url()),
            Optional.empty(),
            Duration.ofSeconds(20),
            concurrency,
            0,
            Retry.lasting(Duration.ofMinutes(1)));
    return new ServedModel(
        new ChatClient(settings, note -> {}, timing),
        "tiny",
        system,
        Map.of("top_k", new IntNode(0)));
  }

  private static List<ChatCompletion> ask(ServedModel model, int questions) {
    return model.complete(requests(model, questions), Sampling.greedy(4), finished -> {});
  }

  private static List<ChatRequest> requests(ServedModel model, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ChatRequest(model.prepare(ChatInput.user("question " + i)), i))
        .toList();
  }

  @Test
  void completionsComeInTheOrderOfTheRequests() {
    ServedModel model = model(3, Optional.of("Be kind."), new FakeTiming());
    List<Integer> finished = Collections.synchronizedList(new ArrayList<>());
    List<ChatCompletion> completions =
        model.complete(requests(model, 20), Sampling.greedy(4), finished::add);
    for (int i = 0; i < 20; i++) {
      assertThat(completions.get(i))
          .isEqualTo(new ChatCompletion("On question " + i, List.of(), 3, 7, FinishReason.EOS));
    }
    assertThat(finished).isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
    assertThat(server.requests())
        .allSatisfy(
            request -> {
              assertThat(request.body().at("/messages/0/content").asText()).isEqualTo("Be kind.");
              assertThat(request.body().at("/top_k").intValue()).isZero();
            });
    assertThat(model.identity()).isEqualTo(server.url() + "#tiny {top_k=0}");
    assertThat(model.provenance())
        .containsEntry("models_stated_in_answers", List.of("tiny"))
        .containsEntry("came_back", 0);
  }

  @Test
  void whatNobodyAskedForIsSentAsFarAsTheServerTakesIt() {
    server.script(
        request ->
            request.body().has("min_p")
                ? Reply.of(400, "{\"error\":\"Unknown parameter: min_p\"}")
                : Reply.completion("x"));
    List<String> notes = new ArrayList<>();
    ServedModel model =
        model(1, Optional.empty(), new FakeTiming()).neutral(Sampling.greedy(4), notes::add);
    assertThat(notes).containsExactly(server.url() + " does not take min_p, and decides there");
    assertThat(ask(model, 3)).allSatisfy(one -> assertThat(one.unanswered()).isEmpty());
    var body = server.requests().getLast().body();
    assertThat(body.has("min_p")).isFalse();
    assertThat(body.path("repetition_penalty").doubleValue()).isEqualTo(1);
    assertThat(body.path("max_tokens").intValue()).isEqualTo(4);
    assertThat(model.identity()).isEqualTo(server.url() + "#tiny {top_k=0}");
    assertThat(model.provenance()).containsEntry("neutral_fields_refused", List.of("min_p"));
  }

  private ServedModel neutral(String field, JsonNode value, FakeTiming timing) {
    ServerSettings settings = ServerSettings.of(ServerUrl.parse(server.url()), Optional.empty());
    ChatClient client = new ChatClient(settings, note -> {}, timing);
    return new ServedModel(client, "tiny", Optional.empty(), Map.of(field, value))
        .neutral(Sampling.greedy(4), note -> {});
  }

  @Test
  void aServerThatFailsAtAFieldIsSoonAskedWithoutIt() {
    server.script(
        request ->
            request.body().has("min_p")
                ? Reply.of(500, "{\"error\":\"KeyError: min_p\"}")
                : Reply.completion("x"));
    FakeTiming timing = new FakeTiming();
    ServedModel model = neutral("top_k", new IntNode(0), timing);
    assertThat(model.provenance()).containsEntry("neutral_fields_refused", List.of("min_p"));
    // All fields three times, those asked for, two spellings, min_p three times, two more.
    assertThat(server.requests()).hasSize(3 + 1 + 2 + 3 + 2);
    Duration slept = timing.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(slept).isLessThan(Duration.ofSeconds(4));
    assertThat(ask(model, 3)).allSatisfy(one -> assertThat(one.unanswered()).isEmpty());
  }

  @Test
  void aServerThatFailsAtAFieldThatIsAskedForSaysSoAtOnce() {
    server.script(
        request ->
            request.body().has("dry")
                ? Reply.of(500, "{\"error\":\"KeyError\"}")
                : Reply.completion("x"));
    FakeTiming timing = new FakeTiming();
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> neutral("dry", new IntNode(0), timing))
        .withMessageContaining("fails at requests with dry, and not without (it answers 500");
    assertThat(server.requests()).hasSizeLessThan(14);
  }

  @Test
  void aServerThatFailsForAWhileIsWaitedForInAProbeToo() {
    server.script(request -> request.number() < 8 ? Reply.of(500, "{}") : Reply.completion("x"));
    ServedModel model = neutral("top_k", new IntNode(0), new FakeTiming());
    assertThat(model.provenance()).containsEntry("neutral_fields_refused", List.of());
  }

  @Test
  void whoMayNotAskIsToldBeforeAnythingIsMeasured() {
    server.script(request -> Reply.of(401, "{}"));
    ServedModel model = model(1, Optional.empty(), new FakeTiming());
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> model.neutral(Sampling.greedy(4), note -> {}))
        .withMessageContaining("wants an API key");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void asManyRequestsAsAllowedAreUnderWayAndNoMore() {
    CyclicBarrier together = new CyclicBarrier(3);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.script(
        request -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          meet(together); // Only three at once pass.
          underWay.decrementAndGet();
          return Reply.completion("x");
        });
    assertThat(ask(model(3, Optional.empty(), new FakeTiming()), 9)).hasSize(9);
    assertThat(most).hasValue(3);
  }

  @Test
  void moreAreUnderWayOnceTheServerKeepsUp() {
    CyclicBarrier eight = new CyclicBarrier(8);
    CyclicBarrier sixteen = new CyclicBarrier(16);
    server.script(
        request -> {
          meet(request.number() < 8 ? eight : sixteen);
          return Reply.completion("x");
        });
    ServerSettings settings = ServerSettings.of(ServerUrl.parse(server.url()), Optional.empty());
    ChatClient client = new ChatClient(settings, note -> {}, new FakeTiming());
    ServedModel model = new ServedModel(client, "tiny", Optional.empty(), Map.of());
    assertThat(ask(model, 24)).hasSize(24);
    assertThat(model.provenance())
        .containsEntry("concurrency", 64)
        .containsEntry("concurrency_at_first", 8);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aRefusedRequestIsNoCompletionAndTheOthersAre() {
    server.script(
        request ->
            request.lastMessage().equals("question 5")
                ? Reply.of(400, "{\"error\":\"prompt too long\"}")
                : Reply.completion("x"));
    List<ChatCompletion> completions = ask(model(2, Optional.empty(), new FakeTiming()), 20);
    assertThat(completions.get(5).unanswered().orElseThrow().reason())
        .isEqualTo("the server refuses the request (400): prompt too long");
    assertThat(completions).filteredOn(one -> one.unanswered().isEmpty()).hasSize(19);
  }

  @Test
  void aRequestThatAlwaysFailsIsGivenUpWhileOthersAreAnswered() {
    server.script(
        request ->
            request.lastMessage().equals("question 3")
                ? Reply.of(500, "{\"error\":\"it crashed\"}")
                : Reply.completion("x"));
    List<ChatCompletion> completions = ask(model(2, Optional.empty(), new FakeTiming()), 60);
    assertThat(completions.get(3).unanswered().orElseThrow().reason())
        .contains("it answers 500: it crashed");
    assertThat(completions).filteredOn(one -> one.unanswered().isEmpty()).hasSize(59);
  }

  @Test
  void aWrongKeyEndsTheBatch() {
    server.script(request -> Reply.of(401, "{}"));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> ask(model(2, Optional.empty(), new FakeTiming()), 500))
        .withMessageContaining("wants an API key");
    assertThat(server.requests()).hasSizeLessThan(500);
  }

  @Test
  void anAttackThatRemovesTheSystemPromptSendsNone() {
    ServedModel model = model(1, Optional.of("Be kind."), new FakeTiming());
    ChatRequest request =
        new ChatRequest(model.prepare(ChatInput.user("Hello").withoutSystemPrompt()), 0);
    model.complete(List.of(request), Sampling.greedy(4), finished -> {});
    assertThat(server.requests().getFirst().body().at("/messages")).hasSize(1);
  }

  @Test
  void aServerThatComesBackWithAnotherModelIsNotMixedIn() {
    server.stop();
    FakeTiming timing =
        new FakeTiming(
            sleeps -> {
              if (sleeps == 1) {
                server.offer("other");
                server.restart();
              }
            });
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> ask(model(1, Optional.empty(), timing), 3))
        .withMessageContaining("came back without the model tiny");
  }

  @Test
  void answersOfTwoModelsAreNotMixed() {
    server.script(
        request -> {
          String model = request.number() < 2 ? "tiny" : "tiny-2";
          String body = Reply.completion("x").body().replace("\"tiny\"", "\"" + model + "\"");
          return Reply.of(200, body);
        });
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> ask(model(1, Optional.empty(), new FakeTiming()), 3))
        .withMessageContaining("[tiny, tiny-2]");
  }

  /** A server whose tokens are words, and whose turns cost five more. */
  private static Reply counting(ChatServer.Request request, boolean goesOn) {
    int tokens = 0;
    for (var message : request.body().path("messages")) {
      tokens += message.path("content").asText().split(" ").length + 5;
    }
    boolean prefilled = request.body().has("continue_final_message");
    return Reply.completion("x", "length", tokens + (prefilled && goesOn ? 0 : 5));
  }

  @Test
  void whetherAServerGoesOnWithAPrefillIsFoundOutByItsCounts() {
    server.script(request -> counting(request, false));
    assertThat(model(1, Optional.empty(), new FakeTiming()).goesOnWithPrefill()).isFalse();
    // The turn that is gone on with is the one that the prompt opens anyway.
    server.script(request -> counting(request, true));
    assertThat(model(1, Optional.empty(), new FakeTiming()).goesOnWithPrefill()).isTrue();
    server.script(request -> Reply.completion("x", "length", 0));
    assertThat(model(1, Optional.empty(), new FakeTiming()).goesOnWithPrefill()).isFalse();
    server.script(
        request ->
            request.body().has("continue_final_message")
                ? Reply.of(400, "{\"error\":{\"message\":\"unknown field\"}}")
                : counting(request, true));
    assertThat(model(1, Optional.empty(), new FakeTiming()).goesOnWithPrefill()).isFalse();
  }
}
