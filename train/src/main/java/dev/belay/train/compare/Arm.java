package dev.belay.train.compare;

import dev.belay.core.recipe.ArmDraft;

/**
 * One way of training that is compared with others.
 *
 * @param draft its recipe and what it is tuned on
 * @param label what tables call it
 * @param learnsFrom in a few words; empty if nobody said
 */
public record Arm(ArmDraft draft, String label, String learnsFrom) {

  /** An arm that tables call by its name. */
  public static Arm of(ArmDraft draft) {
    return new Arm(draft, draft.name(), "");
  }

  /** Names its folder. */
  public String name() {
    return draft.name();
  }
}
