package dev.belay.core.recipe;

import java.util.Optional;

/**
 * Which prompts, groups and completions RLVR trains on.
 *
 * @param groups whether a group without signal is trained on
 * @param refillRounds how many more times in a step prompts are drawn for those whose group had no
 *     signal; 0 if such groups stay
 * @param taskRefusals what becomes of completions that refuse the task
 * @param difficulty what the base can do is found out before training; empty if it is not
 */
public record SignalSpec(
    Groups groups,
    int refillRounds,
    TaskRefusals taskRefusals,
    Optional<DifficultySpec> difficulty) {

  /** Every group is trained on, and nothing is known of the prompts. */
  public static final SignalSpec ALL =
      new SignalSpec(Groups.ALL, 0, TaskRefusals.COUNT, Optional.empty());

  /** Which groups are trained on. */
  public enum Groups {
    /** Whatever was sampled. */
    ALL,
    /** Those whose completions did not all score the same (DAPO's dynamic sampling). */
    WITH_SIGNAL
  }

  /** What becomes of a completion that refuses the task. */
  public enum TaskRefusals {
    /** It earns what the verifiers say, and is trained on like any other. */
    COUNT,
    /** It is left out: of the loss, and of what others are compared with. */
    MASK
  }

  /**
   * How often the base solves each training prompt, and what follows from it.
   *
   * @param completions of each prompt
   * @param never what becomes of prompts that it never solved
   * @param always what becomes of prompts that it always solved
   */
  public record DifficultySpec(int completions, Place never, Place always) {}

  /** Where prompts of one kind stand. */
  public enum Place {
    /** Among the others. */
    KEEP,
    /** After all others, in every pass over the data. */
    LAST,
    /** Nowhere: they are not trained on. */
    OUT
  }
}
