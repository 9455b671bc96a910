package dev.belay.session.plan;

import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.LoraSpec;
import dev.belay.torch.model.LoraSettings;

/** The adapter that a recipe asks for. */
public final class AdapterSettings {

  private AdapterSettings() {}

  /**
   * The settings of {@code train.lora}.
   *
   * @param seed the recipe's
   */
  public static LoraSettings of(LoraSpec lora, long seed) {
    return new LoraSettings(
        lora.rank(),
        lora.alpha(),
        lora.rankStabilized(),
        lora.targets(),
        lora.dropout(),
        Seeds.derive(seed, "lora"));
  }
}
