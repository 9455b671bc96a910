package dev.belay.session.plan;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import java.util.List;
import java.util.Optional;

/**
 * Problems on which accuracy is measured while a model trains, and who checks them.
 *
 * @param problems apart from those of the evaluation
 * @param reward the verifier of the reward; empty where training has none: each problem is then
 *     checked by the verifier of its own kind
 */
public record Validation(List<Problem> problems, Optional<Verifier> reward) {

  public Validation {
    problems = List.copyOf(problems);
  }

  /** Who checks completions of a problem. */
  public Verifier verifier(Problem problem) {
    return reward.orElseGet(() -> Verifiers.of(problem));
  }

  /** Judges a completion that ended by itself. */
  public Verdict verify(String completion, Problem problem) {
    return verify(Answer.of(completion), problem);
  }

  /** Judges an answer to a problem. */
  public Verdict verify(Answer answer, Problem problem) {
    return verifier(problem).verify(answer, problem);
  }
}
