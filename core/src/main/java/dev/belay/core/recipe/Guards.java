package dev.belay.core.recipe;

import java.util.Optional;

/**
 * What holds a model's safety while it trains, whatever the method.
 *
 * @param anchor the KL to the model before training, on prompts of its own
 * @param monitor asks probe prompts during training, acts on an alarm and certifies the end
 */
public record Guards(Optional<AnchorSpec> anchor, Optional<MonitorSpec> monitor) {

  /** Nothing is held. */
  public static final Guards NONE = new Guards(Optional.empty(), Optional.empty());
}
