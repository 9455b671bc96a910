package dev.belay.core.model;

import java.util.List;

/** Log-probabilities of tokens that somebody else chose. */
public interface LogProbScorer {

  /**
   * Scores each completion given its prompt in one forward pass.
   *
   * @param sequences prompt and completion ids
   * @return for each sequence the natural log-probability of each completion token, shape {@code
   *     [T_completion]}
   */
  List<float[]> logProbs(List<TokenSequence> sequences);
}
