package dev.belay.core.advantage;

/** What becomes of the only completion of a group that has a reward. */
public enum LoneReward {
  /** Its advantage is 0: there is nothing to compare it with. */
  ZERO,
  /** Its advantage is its reward, as if the mean were 0 and the deviation 1 (verl). */
  REWARD
}
