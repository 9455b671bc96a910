package dev.belay.core.recipe;

/**
 * Which groups RLVR trains on.
 *
 * @param groups whether a group without signal is trained on
 * @param refillRounds how many more times in a step prompts are drawn for those whose group had no
 *     signal; 0 if such groups stay
 */
public record SignalSpec(Groups groups, int refillRounds) {

  /** Every group is trained on. */
  public static final SignalSpec ALL = new SignalSpec(Groups.ALL, 0);

  /** Which groups are trained on. */
  public enum Groups {
    /** Whatever was sampled. */
    ALL,
    /** Those whose completions did not all score the same (DAPO's dynamic sampling). */
    WITH_SIGNAL
  }
}
