package dev.belay.cli;

import dev.belay.core.model.LoraTarget;
import dev.belay.core.recipe.LoraSpec;
import java.util.stream.Collectors;

/** What an adapter is, in words. */
final class LoraText {

  private LoraText() {}

  /** One line of a plan. */
  static String of(LoraSpec lora) {
    return "an adapter alone is trained: rank %d, alpha %s%s, at %s%s"
        .formatted(
            lora.rank(),
            lora.alpha(),
            lora.rankStabilized() ? " over the root of the rank" : "",
            lora.targets().equals(LoraTarget.all())
                ? "every linear layer"
                : lora.targets().stream()
                    .map(LoraTarget::module)
                    .sorted()
                    .collect(Collectors.joining(", ")),
            lora.dropout() > 0 ? ", dropout " + lora.dropout() : "");
  }
}
