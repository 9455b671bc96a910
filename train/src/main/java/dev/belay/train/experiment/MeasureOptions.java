package dev.belay.train.experiment;

import dev.belay.session.evaluate.EvaluationStore;
import java.util.Optional;

/**
 * How an experiment is measured beside what its recipe says; none of it changes a result.
 *
 * @param store where finished evaluations of the base are looked for and kept; empty makes every
 *     one
 * @param atCheckpoints whether the policy is also measured at every checkpoint
 */
public record MeasureOptions(Optional<EvaluationStore> store, boolean atCheckpoints) {

  /** Before and after, each made anew. */
  public static final MeasureOptions PLAIN = new MeasureOptions(Optional.empty(), false);
}
