package dev.belay.core.recipe;

/** Which policy the KL on the task's prompts is taken to. */
public sealed interface ReferenceSpec {

  /** The model before training, throughout. */
  record Fixed() implements ReferenceSpec {}

  /**
   * A running mean of the policy, begun at the model before training.
   *
   * @param decay share of the mean that is left after a step, in (0, 1)
   */
  record Moving(double decay) implements ReferenceSpec {}

  /**
   * The policy as it was some steps ago (TR-DPO's hard update, arXiv 2404.09656).
   *
   * @param everySteps how often it becomes the policy
   */
  record Synchronised(int everySteps) implements ReferenceSpec {}
}
