package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.ChatCompletion;
import dev.belay.core.model.ChatModel;
import dev.belay.core.model.ChatPrompt;
import dev.belay.core.model.ChatRequest;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.Sampling;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesAheadTest {
  private static final int BATCH = 4;

  @TempDir Path folder;

  /** What a batch waits for, by its number. */
  private interface Gate {
    void pass(int batch) throws Exception;
  }

  /** A model that has room for so many batches. */
  private record Roomy(int batchesAtOnce, Gate gate) implements ChatModel {
    @Override
    public ChatPrompt prepare(ChatInput input) {
      return ChatPrompt.ofMessages(input, input.turns());
    }

    @Override
    public List<ChatCompletion> complete(
        List<ChatRequest> requests, Sampling sampling, IntConsumer onFinished) {
      List<String> asked =
          requests.stream().map(one -> one.prompt().messages().getLast().content()).toList();
      try {
        gate.pass(Integer.parseInt(asked.getFirst().substring("Request ".length())) / BATCH);
      } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
        throw new IllegalStateException("not as many batches at once as there is room for", e);
      } catch (Exception e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
      onFinished.accept(requests.size());
      return asked.stream()
          .map(text -> new ChatCompletion("To " + text, List.of(), 3, 7, FinishReason.EOS))
          .toList();
    }

    @Override
    public int batch() {
      return BATCH;
    }
  }

  private void run(String into, ChatModel model, EvaluationProgress progress) {
    SafetySuite suite =
        SafetySuite.of(
            "requests",
            "1",
            SuiteKind.HARMFUL,
            IntStream.range(0, 22)
                .mapToObj(i -> new SuitePrompt("p" + i, "Request " + i, "c", "file.csv:" + i))
                .toList(),
            List.of(new RefusalPatternJudge()));
    CompletionSource source = new CompletionSource(model, new EvaluationSettings("served", 17, 1));
    new Evaluation(source, progress)
        .run(List.of(PlannedSuite.whole(suite, Sampling.greedy(4))), folder.resolve(into));
  }

  private String lines(String into, String name) throws IOException {
    return Files.readString(folder.resolve(into).resolve(name));
  }

  @Test
  void asManyAsThereIsRoomForAreDrawnTogetherOnceOneWasAnswered() throws IOException {
    CyclicBarrier three = new CyclicBarrier(3);
    List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
    List<Integer> finished = Collections.synchronizedList(new ArrayList<>());
    Roomy roomy =
        new Roomy(
            3,
            batch -> {
              begun.add(batch);
              if (batch >= 1 && batch <= 3) {
                three.await(20, TimeUnit.SECONDS);
              }
            });
    run("roomy", roomy, (suite, done, total, speed) -> finished.add(done));
    run("narrow", new Roomy(1, batch -> {}), EvaluationProgress.NONE);
    assertThat(begun.getFirst()).isZero();
    assertThat(begun).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(finished).isSorted().endsWith(22);
    assertThat(lines("roomy", "requests.jsonl")).isEqualTo(lines("narrow", "requests.jsonl"));
    assertThat(lines("roomy", "timings.jsonl").lines()).hasSize(6);
  }

  @Test
  void whatComesBeforeAFailureIsKeptAndNothingAfterIt() throws IOException {
    CyclicBarrier together = new CyclicBarrier(2);
    Roomy roomy =
        new Roomy(
            3,
            batch -> {
              if (batch == 2 || batch == 3) {
                together.await(20, TimeUnit.SECONDS);
              }
              if (batch == 2) {
                throw new IOException("the server is gone");
              }
            });
    assertThatIllegalStateException()
        .isThrownBy(() -> run("cut", roomy, EvaluationProgress.NONE))
        .withMessage("the server is gone");
    assertThat(lines("cut", ".requests.jsonl.partial").lines()).hasSize(2 * BATCH);
    run("cut", new Roomy(2, batch -> assertThat(batch).isGreaterThan(1)), EvaluationProgress.NONE);
    run("whole", new Roomy(1, batch -> {}), EvaluationProgress.NONE);
    assertThat(lines("cut", "requests.jsonl")).isEqualTo(lines("whole", "requests.jsonl"));
  }
}
