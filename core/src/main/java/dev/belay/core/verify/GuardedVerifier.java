package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A verifier that cannot end a run: what it throws, be it that the stack or the memory is full, and
 * what it does not finish before its {@link VerifierProvider#deadline} is an error verdict, which
 * is counted and left out of the baseline.
 */
final class GuardedVerifier extends VerifierOver {

  private static final int LONGEST_CAUSE = 200;

  private final Optional<Duration> deadline;
  private final Deadline watch = new Deadline();

  /**
   * A verifier under guard.
   *
   * @param deadline for each verdict; empty for one that bounds its own work
   */
  GuardedVerifier(Verifier verifier, Optional<Duration> deadline) {
    super(verifier);
    this.deadline = deadline;
  }

  @Override
  public Verdict verify(Answer answer, Problem problem) {
    return guarded(() -> verifier().verify(answer, problem));
  }

  @Override
  public Verdict verify(String completion, String gold) {
    return guarded(() -> verifier().verify(completion, gold));
  }

  /**
   * {@inheritDoc} A verifier that bounds its own work gets the whole batch, so that it may do its
   * parts side by side; any other gets one at a time, each with its deadline. If the batch fails,
   * each is asked for alone: one that fails spoils no other.
   */
  @Override
  public List<Verdict> verifyAll(List<Attempt> attempts) {
    if (deadline.isEmpty()) {
      @Nullable List<Verdict> batch = batch(attempts);
      if (batch != null) {
        return batch;
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    attempts.forEach(attempt -> verdicts.add(verify(attempt.answer(), attempt.problem())));
    return List.copyOf(verdicts);
  }

  @SuppressWarnings("CatchingUnchecked") // Whatever a plug-in throws.
  private @Nullable List<Verdict> batch(List<Attempt> attempts) {
    try {
      List<Verdict> batch = verifier().verifyAll(attempts);
      return batch.size() == attempts.size() ? List.copyOf(batch) : null;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
      return null;
    }
  }

  @Override
  public Optional<String> referenceIssue(Problem problem) {
    try {
      return super.referenceIssue(problem);
    } catch (RuntimeException
        | LinkageError
        | AssertionError
        | StackOverflowError
        | OutOfMemoryError e) {
      return Optional.of(failed(e));
    }
  }

  @Override
  public boolean isWhole(Answer answer, Problem problem) {
    try {
      return super.isWhole(answer, problem);
    } catch (RuntimeException
        | LinkageError
        | AssertionError
        | StackOverflowError
        | OutOfMemoryError e) {
      return false;
    }
  }

  private Verdict guarded(Supplier<Verdict> verdict) {
    try {
      @Nullable Verdict given =
          deadline.isPresent() ? watch.within(deadline.get(), verdict) : verdict.get();
      return given == null ? Verdict.error(failedWith("it gave no verdict")) : given;
    } catch (Deadline.PassedException e) {
      return Verdict.error(failedWith(e.getMessage()));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError | OutOfMemoryError e) {
      return Verdict.error(failed(e));
    }
  }

  private String failed(Throwable error) {
    String cause =
        switch (error) {
          case StackOverflowError _ -> "the stack is full";
          case OutOfMemoryError _ -> "the memory is full";
          default -> String.valueOf(error);
        };
    return failedWith(
        cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE - 1) + "…");
  }

  private String failedWith(@Nullable String what) {
    return "the verifier %s failed: %s".formatted(name(), what);
  }

  @Override
  public String toString() {
    return "guarded " + verifier();
  }
}
