package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import java.util.Optional;

/** Decides whether a completion solves a problem. Implementations are stateless and thread-safe. */
public interface Verifier {

  /** The name that recipes use, such as {@code math}. */
  String name();

  /** Rises whenever some completion would be judged otherwise. */
  int version();

  /** Names how the answer is found in a completion; it changes with the {@link #version()}. */
  default String extractor() {
    return name();
  }

  /**
   * Judges one completion of a problem; verifiers that need more of it than the reference answer
   * override this.
   */
  default Verdict verify(String completion, Problem problem) {
    return verify(completion, problem.gold());
  }

  /**
   * Judges an answer, which may have been cut off. Those that override this decide what such an
   * answer is worth; otherwise its text is judged as it stands.
   *
   * @param answer apart from the trace of a reasoning model, which is never judged
   */
  default Verdict verify(Answer answer, Problem problem) {
    return verify(answer.text(), problem);
  }

  /**
   * Judges one completion.
   *
   * @param completion what the model wrote; may be empty
   * @param gold the reference answer
   */
  Verdict verify(String completion, String gold);

  /**
   * Why the reference answer of a problem cannot be read; empty when it can. A problem whose answer
   * cannot be read has {@link Verdict.State#ERROR} for whatever is completed.
   */
  default Optional<String> referenceIssue(Problem problem) {
    Verdict verdict = verify("", problem);
    return verdict.state() == Verdict.State.ERROR
        ? Optional.of(verdict.reason())
        : Optional.empty();
  }
}
