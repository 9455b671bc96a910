package dev.belay.core.verify;

/** What a completion is worth that gives several different answers; it is never credited. */
public enum SeveralAnswers {
  /** It is wrong. */
  INCORRECT,
  /** It is left out of baselines, as what cannot be told. */
  UNDECIDED
}
