package dev.belay.session.plan;

import dev.belay.core.data.PreferencePair;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Sample;
import dev.belay.core.verify.Verifier;
import java.util.List;
import java.util.Optional;

/**
 * Training on preferences: pairs that the data have, or problems that pairs are made from.
 *
 * @param given pairs; none where they are still to be made
 * @param problems with reference answers that the verifier can read; none where pairs are given
 * @param verifier tells correct completions of the problems from wrong ones
 */
public record PreferencePlan(
    List<PreferencePair> given, List<Problem> problems, Optional<Verifier> verifier)
    implements TrainingPlan {

  public PreferencePlan {
    given = List.copyOf(given);
    problems = List.copyOf(problems);
  }

  @Override
  public List<Sample> samples() {
    return given.isEmpty() ? List.copyOf(problems) : List.copyOf(given);
  }
}
