package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers of one model. */
class ReplicasTest {
  private final ChatServer first = new ChatServer(ReplicasTest::answer);
  private final ChatServer second = new ChatServer(ReplicasTest::answer);
  private final FakeTiming timing = new FakeTiming();
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private static Reply answer(ChatServer.Request request) {
    return Reply.completion("On " + request.lastMessage());
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private ChatClient client(int concurrency) {
    List<ServerSettings> settings =
        Stream.of(first, second)
            .map(
                server ->
                    new ServerSettings(
                        ServerUrl.parse(server.url()),
                        Optional.empty(),
                        Duration.ofSeconds(20),
                        concurrency,
                        0,
                        Retry.lasting(Duration.ofMinutes(1))))
            .toList();
    return new ChatClient(settings, note -> {}, warnings::add, timing);
  }

  private ServedModel model(int concurrency) {
    ChatClient client = client(concurrency);
    return new ServedModel(
        client, client.chooseModel(Optional.empty()), Optional.empty(), Map.of());
  }

  private static List<ChatCompletion> ask(ServedModel model, int questions) {
    List<ChatRequest> requests =
        IntStream.range(0, questions)
            .mapToObj(i -> new ChatRequest(model.prepare(ChatInput.user("question " + i)), i))
            .toList();
    return model.complete(requests, Sampling.greedy(4), finished -> {});
  }

  private static void assertAllAnswered(List<ChatCompletion> completions) {
    for (int i = 0; i < completions.size(); i++) {
      assertThat(completions.get(i).text()).isEqualTo("On question " + i);
    }
  }

  private static Set<String> bodies(ChatServer server) {
    return server.requests().stream()
        .map(request -> request.body().toString())
        .collect(Collectors.toSet());
  }

  @Test
  void theOneWithTheFewestRequestsUnderWayGetsTheNext() throws InterruptedException {
    CountDownLatch others = new CountDownLatch(9);
    first.script(
        request -> {
          await(others); // One request takes as long as nine of the other's.
          return answer(request);
        });
    second.script(
        request -> {
          others.countDown();
          return answer(request);
        });
    assertAllAnswered(ask(model(1), 10));
    assertThat(first.requests()).hasSize(1);
    assertThat(second.requests()).hasSize(9);
  }

  private static void await(CountDownLatch latch) {
    assertThat(reached(latch, 20_000)).isTrue();
  }

  private static boolean reached(CountDownLatch latch, long milliseconds) {
    try {
      return latch.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void idleReplicasTakeTurnsAndAreAskedAlike() {
    ServedModel model = model(1);
    for (int i = 0; i < 4; i++) {
      ask(model, 1);
    }
    assertThat(first.requests()).hasSize(2);
    assertThat(bodies(first)).hasSize(1).isEqualTo(bodies(second));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 401, 404})
  void oneThatFailsThreeTimesInARowLeaves(int status) {
    second.script(request -> Reply.of(status, "{\"error\":\"out of memory\"}"));
    ServedModel model = model(1);
    assertAllAnswered(ask(model, 20));
    // What it fails at counts once the other has answered it; another may be under way then.
    int asked = second.requests().size();
    assertThat(asked).isBetween(3, status == 500 ? 5 : 3);
    assertThat(warnings)
        .containsExactly(
            second.url()
                + ": 3 failures in a row, the last: it answers "
                + status
                + ": out of memory. It is asked no more; one server is left.");
    assertThat(timing.sleeps()).isEmpty();
    assertAllAnswered(ask(model, 5));
    assertThat(second.requests()).hasSize(asked);
    assertThat(String.valueOf(model.provenance().get("replicas")))
        .contains("completions=25")
        .contains("left=3 failures in a row");
  }

  @Test
  void anAnswerInBetweenBeginsTheCountAnew() {
    second.script(
        request -> request.number() % 3 == 2 ? answer(request) : Reply.of(503, "busy elsewhere"));
    assertAllAnswered(ask(model(1), 20));
    assertThat(warnings).isEmpty();
  }

  @Test
  void oneThatIsKilledLosesNothing() {
    first.script(
        request -> {
          if (request.number() == 5) {
            second.stop();
          }
          return answer(request);
        });
    assertAllAnswered(ask(model(4), 60));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).startsWith(second.url() + ": 3 failures in a row");
  }

  @Test
  void aRequestThatFailsEverywhereIsNotHeldAgainstTheServers() {
    for (ChatServer server : List.of(first, second)) {
      server.script(
          request ->
              request.lastMessage().equals("question 3")
                  ? Reply.of(500, "{\"error\":\"it crashed\"}")
                  : answer(request));
    }
    List<ChatCompletion> completions = ask(model(1), 60);
    assertThat(completions.get(3).unanswered().orElseThrow().reason())
        .contains("it answers 500: it crashed");
    assertThat(completions).filteredOn(one -> one.unanswered().isEmpty()).hasSize(59);
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"200|<html>gateway</html>", "400|{}", "413|{}", "403|{}"})
  void whatOneRefusesOrGarblesAnotherIsAsked(int status, String body) {
    second.script(request -> request.number() < 2 ? Reply.of(status, body) : answer(request));
    assertAllAnswered(ask(model(1), 20));
    assertThat(warnings).isEmpty();
    CountDownLatch failures = new CountDownLatch(3);
    second.script(
        request -> {
          failures.countDown();
          return Reply.of(status, body);
        });
    first.script(
        request -> {
          reached(failures, 50); // So that the other is asked, too.
          return answer(request);
        });
    assertAllAnswered(ask(model(1), 20)); // However fast it garbles.
    assertThat(warnings).hasSize(1);
  }

  @Test
  void whatAllRefuseIsRefused() {
    for (ChatServer server : List.of(first, second)) {
      server.script(request -> Reply.of(400, "{\"error\":\"prompt too long\"}"));
    }
    List<ChatCompletion> completions = ask(model(1), 10);
    assertThat(completions)
        .allSatisfy(
            one ->
                assertThat(one.unanswered().orElseThrow().reason())
                    .isEqualTo("the server refuses the request (400): prompt too long"));
    assertThat(first.requests()).hasSize(10);
    assertThat(second.requests()).hasSize(10);
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"204|its answer is empty (204)", "405|the server refuses the request (405)"})
  void anOddStatusOfAllIsThePromptsOwn(int status, String reason) {
    for (ChatServer server : List.of(first, second)) {
      server.script(
          request ->
              request.lastMessage().equals("question 13") ? Reply.of(status, "") : answer(request));
    }
    List<ChatCompletion> completions = ask(model(1), 20);
    assertThat(completions.get(13).unanswered().orElseThrow().reason()).isEqualTo(reason);
    assertThat(completions).filteredOn(one -> one.unanswered().isEmpty()).hasSize(19);
    assertThat(warnings).isEmpty();
  }

  @Test
  void oneThatAsksToWaitIsSparedAndDoesNotLeave() {
    second.script(request -> new Reply(429, Map.of("Retry-After", "30"), "{}"));
    assertAllAnswered(ask(model(1), 20));
    assertThat(second.requests()).hasSize(1);
    assertThat(warnings).isEmpty();
    assertThat(timing.sleeps()).isEmpty();
  }

  @Test
  void theLastOneIsWaitedForAsLongAsPatienceLasts() {
    for (ChatServer server : List.of(first, second)) {
      server.script(request -> Reply.of(503, "{\"error\":\"gone\"}"));
    }
    ServedModel model = model(1);
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> ask(model, 5))
        .withMessageContaining("it answers 503: gone, after trying for ");
    assertThat(warnings).hasSize(1);
    assertThat(timing.sleeps()).hasSizeGreaterThan(5);
  }

  /** Batches run at once, and each asks a server that came back whether it still has the model. */
  @Test
  void oneThatTwoBatchesFindGoneLeavesOnceAndTheOtherStays() {
    ChatClient client = client(1);
    List<ChatClient> both = client.replicas();
    ServerException gone = new ServerException(second.url() + ": no connection");
    client.leaveOrThrow(both.get(1), gone);
    client.leaveOrThrow(both.get(1), gone);
    assertThat(warnings)
        .containsExactly(
            second.url() + ": no connection. It is asked no more; one server is left.");
    assertThat(client.left(both.get(1))).isEqualTo("no connection");
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> client.leaveOrThrow(both.get(0), gone))
        .isSameAs(gone);
    assertThat(client.left(both.get(0))).isEmpty();
  }

  @Test
  void oneThatIsNotThereAtTheStartIsLeftOut() {
    second.stop();
    ServedModel model = model(2);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst())
        .startsWith(second.url() + ": no connection, after trying for ")
        .endsWith("It is asked no more; one server is left.");
    assertAllAnswered(ask(model, 10));
    first.stop();
    assertThatExceptionOfType(ServerException.class).isThrownBy(() -> model(2));
  }

  @Test
  void differentModelsAreRefusedByName() {
    second.offer("other");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> model(1))
        .withMessageContaining(
            first.url() + " serves tiny and " + second.url() + " serves other. Replicas serve one");
    assertThat(first.requests()).isEmpty();
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void differentModelsUnderOneNameAreRefusedByWhatTheyAnswer() {
    second.script(request -> Reply.completion("The sea is\nwide."));
    ServedModel model = model(1);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(model::requireOneModel)
        .withMessageContaining(first.url() + " and " + second.url() + " do not serve the same")
        .withMessageContaining("\"On Write a sentence about the sea and a boat.\"")
        .withMessageContaining("\"The sea is wide.\"");
    second.script(request -> Reply.completion(answerText(request), "stop", 8)); // Another template.
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(model::requireOneModel)
        .withMessageContaining("the same prompt is 7 and 8 tokens");
    second.script(ReplicasTest::answer);
    model.requireOneModel();
    assertThat(String.valueOf(model.provenance().get("replicas"))).contains("prompt_tokens=7");
  }

  private static String answerText(ChatServer.Request request) {
    return "On " + request.lastMessage();
  }

  @Test
  void replicasThatTakeOtherFieldsAreRefused() {
    second.script(request -> request.body().has("min_p") ? Reply.of(422, "{}") : answer(request));
    ServedModel model = model(1);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> model.neutral(Sampling.greedy(4), note -> {}))
        .withMessageContaining("of the fields sent they take ");
    assertThat(first.requests()).hasSize(1);
  }
}
