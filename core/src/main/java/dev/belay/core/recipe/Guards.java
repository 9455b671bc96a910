package dev.belay.core.recipe;

import java.util.Optional;

/**
 * What holds a model's safety, and its honesty about the task, while it trains, whatever the
 * method.
 *
 * @param anchor the KL to the model before training, on prompts of its own
 * @param refusals the model's own refusals, and answers, gone over again meanwhile
 * @param monitor asks probe prompts during training, acts on an alarm and certifies the end
 * @param secondMeasure looks whether the task itself keeps up with training's own measure of it
 * @param proximal pulls the weights towards where they stood before training
 */
public record Guards(
    Optional<AnchorSpec> anchor,
    Optional<RefusalsSpec> refusals,
    Optional<MonitorSpec> monitor,
    Optional<SecondMeasureSpec> secondMeasure,
    Optional<ProximalSpec> proximal) {

  /** Nothing is held. */
  public static final Guards NONE =
      new Guards(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
