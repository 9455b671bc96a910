package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a completion solves a problem. Implementations are stateless and thread-safe, and
 * the same answer to the same problem always has the same verdict. None evaluates a completion in
 * this process, and each bounds its own time and memory, whatever the completion is.
 */
public interface Verifier {

  /** The name that recipes use, such as {@code math}. */
  String name();

  /** Rises whenever some completion would be judged otherwise. */
  int version();

  /** Names how the answer is found in a completion; it changes with the {@link #version()}. */
  default String extractor() {
    return name();
  }

  /** Whether it is used only where it is named, and never chosen by the kind of a problem. */
  default boolean onlyByName() {
    return false;
  }

  /**
   * Judges one answer.
   *
   * @param answer apart from the trace of a reasoning model, which is never judged; it may have
   *     been cut off
   * @param problem whose {@link Problem#reference() reference} is of a kind that this verifier
   *     reads; another, or one that cannot be read, gives {@link Verdict.State#ERROR}
   */
  Verdict verify(Answer answer, Problem problem);

  /**
   * Whether all of an answer is there, though its completion was cut off: a program whose block of
   * code was closed before, say. RLVR and evaluations then count the completion as one that ended.
   * By default no answer is that was cut off, since more text could have changed it.
   */
  default boolean isWhole(Answer answer, Problem problem) {
    return !answer.isCutOff();
  }

  /**
   * Judges many answers, each for itself: the verdicts are those of {@link #verify(Answer,
   * Problem)}, in order. Verifiers that start processes override it to keep all cores busy.
   */
  default List<Verdict> verifyAll(List<Attempt> attempts) {
    return attempts.stream().map(attempt -> verify(attempt.answer(), attempt.problem())).toList();
  }

  /** Judges a completion that ended by itself, its trace in it. */
  default Verdict verify(String completion, Problem problem) {
    return verify(Answer.of(completion), problem);
  }

  /** Judges a completion by a final answer alone. */
  default Verdict verify(String completion, String gold) {
    return verify(completion, new Problem("", "", gold, new SourceLine("", 1)));
  }

  /**
   * Why the reference of a problem cannot be read, or no completion could meet it; empty when all
   * is well. A problem with such an issue has {@link Verdict.State#ERROR} for whatever is
   * completed.
   */
  default Optional<String> referenceIssue(Problem problem) {
    Verdict verdict = verify("", problem);
    return verdict.state() == Verdict.State.ERROR
        ? Optional.of(verdict.reason())
        : Optional.empty();
  }
}
