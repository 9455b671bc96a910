package dev.belay.core.recipe;

import java.util.List;

/**
 * A pull of the weights towards where they stood before training.
 *
 * @param kind which distance it is along
 * @param coef how strongly it pulls
 * @param form whether it is part of the gradient or a step of its own
 * @param data prompts of the Fisher information; empty without one
 * @param samples completions of each prompt that the model before training samples for it
 * @param maxCompletionTokens longest of these completions
 */
public record ProximalSpec(
    Kind kind, double coef, Form form, List<DataSpec> data, int samples, int maxCompletionTokens) {

  public ProximalSpec {
    data = List.copyOf(data);
  }

  /** Which distance from the start is held. */
  public enum Kind {
    /** The plain one: every weight counts alike. */
    L2,
    /** Elastic weight consolidation: a weight counts as much as the prompts' law depends on it. */
    EWC
  }

  /** Where the pull enters. */
  public enum Form {
    /** A step of its own after Adam's, as weight decay is. */
    DECOUPLED,
    /** Added to the gradient, which Adam then rescales. */
    COUPLED
  }
}
