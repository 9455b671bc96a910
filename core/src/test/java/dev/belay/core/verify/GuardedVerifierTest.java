package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GuardedVerifierTest {

  private static final Problem PROBLEM = new Problem("p", "?", "1", new SourceLine("test", 1));
  private static final Optional<Duration> TINY = Optional.of(Duration.ofMillis(1));
  private static final Optional<Duration> LONG = Optional.of(Duration.ofMinutes(5));

  /** Judges by a function of the text. */
  private record Plugin(Function<String, Verdict> judge) implements Verifier {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public int version() {
      return 3;
    }

    @Override
    public Verdict verify(Answer answer, Problem problem) {
      return judge.apply(answer.text());
    }
  }

  private static GuardedVerifier guarded(
      Function<String, Verdict> judge, Optional<Duration> deadline) {
    return new GuardedVerifier(new Plugin(judge), deadline);
  }

  @SuppressWarnings("InfiniteRecursion") // That is what it is for.
  private static Verdict deep(String text) {
    return deep(text + "x");
  }

  private static <T extends Throwable> Verdict sneaky(Throwable error) throws T {
    @SuppressWarnings("unchecked")
    T thrown = (T) error;
    throw thrown;
  }

  @Test
  void whatItSaysIsPassedOn() {
    GuardedVerifier verifier = guarded(text -> Verdict.correct(text, "so it is"), LONG);
    assertThat(verifier.verify("a", PROBLEM)).isEqualTo(Verdict.correct("a", "so it is"));
    assertThat(verifier.name()).isEqualTo("mine");
    assertThat(verifier.version()).isEqualTo(3);
    assertThat(verifier.referenceIssue(PROBLEM)).isEmpty();
  }

  @Test
  void whateverItThrowsIsAnErrorVerdict() {
    List<Throwable> thrown =
        List.of(
            new IllegalStateException("oh"),
            new AssertionError("oh"),
            new NoClassDefFoundError("oh"),
            new java.io.IOException("oh"));
    for (Optional<Duration> deadline : List.of(LONG, Optional.<Duration>empty())) {
      for (Throwable error : thrown) {
        Verdict verdict =
            guarded(_ -> GuardedVerifierTest.<RuntimeException>sneaky(error), deadline)
                .verify("a", PROBLEM);
        assertThat(verdict.state()).isEqualTo(Verdict.State.ERROR);
        assertThat(verdict.reason()).contains("the verifier mine failed").contains("oh");
      }
      Verdict full = guarded(GuardedVerifierTest::deep, deadline).verify("a", PROBLEM);
      assertThat(full.state()).isEqualTo(Verdict.State.ERROR);
      assertThat(full.reason()).contains("the stack is full");
    }
  }

  @Test
  void aMemoryThatIsFullIsAnErrorOfThatCompletionAlone() {
    Function<String, Verdict> judge =
        text ->
            text.equals("bad")
                ? GuardedVerifierTest.<RuntimeException>sneaky(new OutOfMemoryError("heap"))
                : Verdict.correct(text, "good");
    List<Attempt> attempts =
        List.of("bad", "good").stream().map(text -> new Attempt(Answer.of(text), PROBLEM)).toList();
    for (Optional<Duration> deadline : List.of(LONG, Optional.<Duration>empty())) {
      List<Verdict> verdicts = guarded(judge, deadline).verifyAll(attempts);
      assertThat(verdicts.getFirst().reason()).contains("mine failed: the memory is full");
      assertThat(verdicts.getLast().state()).isEqualTo(Verdict.State.CORRECT);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // A plug-in knows nothing of it.
  void noVerdictIsAnError() {
    assertThat(guarded(_ -> null, LONG).verify("a", PROBLEM).reason()).contains("gave no verdict");
  }

  @Test
  void aReferenceThatItFailsOnIsAnIssue() {
    GuardedVerifier verifier =
        guarded(
            _ -> {
              throw new IllegalStateException("oh");
            },
            Optional.empty());
    assertThat(verifier.referenceIssue(PROBLEM).orElseThrow()).contains("mine failed");
  }

  @Test
  void oneThatFailsSpoilsNoOtherOfItsBatch() {
    Function<String, Verdict> judge =
        text -> {
          if (text.equals("bad")) {
            throw new IllegalArgumentException("oh");
          }
          return Verdict.correct(text, "good");
        };
    List<Attempt> attempts =
        List.of("good", "bad", "good").stream()
            .map(text -> new Attempt(Answer.of(text), PROBLEM))
            .toList();
    for (Optional<Duration> deadline : List.of(LONG, Optional.<Duration>empty())) {
      assertThat(guarded(judge, deadline).verifyAll(attempts))
          .extracting(Verdict::state)
          .containsExactly(Verdict.State.CORRECT, Verdict.State.ERROR, Verdict.State.CORRECT);
    }
  }

  @Test
  void whatWaitsForEverIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Function<String, Verdict> waits =
        text -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return Verdict.correct(text, "too late");
        };
    Verdict verdict = guarded(waits, TINY).verify("a", PROBLEM);
    assertThat(verdict.state()).isEqualTo(Verdict.State.ERROR);
    assertThat(verdict.reason()).contains("no verdict within 0.001 s");
    interrupted.await();
  }

  @Test
  void oneThatCannotBeStoppedIsNotAskedForEver() {
    CountDownLatch end = new CountDownLatch(1);
    List<String> asked = new ArrayList<>();
    Function<String, Verdict> spins =
        text -> {
          synchronized (asked) {
            asked.add(text);
          }
          while (end.getCount() > 0) {
            Thread.onSpinWait();
          }
          return Verdict.correct(text, "too late");
        };
    GuardedVerifier verifier = guarded(spins, Optional.of(Duration.ofMillis(20)));
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      verdicts.add(verifier.verify("a" + i, PROBLEM));
    }
    end.countDown();
    assertThat(verdicts).allMatch(verdict -> verdict.state() == Verdict.State.ERROR);
    assertThat(verdicts.getLast().reason()).contains("it is not asked any more");
    synchronized (asked) {
      assertThat(asked).hasSizeLessThanOrEqualTo(4);
    }
  }
}
