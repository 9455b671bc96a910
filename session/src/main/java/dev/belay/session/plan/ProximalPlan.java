package dev.belay.session.plan;

import dev.belay.core.data.Instruction;
import dev.belay.core.recipe.ProximalSpec;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.MemoryNeed;
import java.util.List;
import java.util.Optional;

/**
 * A pull towards the weights before training, its prompts read and checked.
 *
 * @param spec what the recipe asks for
 * @param prompts of the Fisher information; empty without one
 */
public record ProximalPlan(ProximalSpec spec, List<Instruction> prompts) {

  /** Where it stands in a recipe. */
  static final String PLACE = "train.proximal";

  public ProximalPlan {
    prompts = List.copyOf(prompts);
  }

  /** Whether each weight counts by its Fisher information. */
  public boolean isWeighted() {
    return spec.kind() == ProximalSpec.Kind.EWC;
  }

  /**
   * Memory beside that of training.
   *
   * @param adapter how many numbers are trained, if not all
   */
  MemoryNeed need(DecoderConfig config, Optional<Long> adapter) {
    return adapter
        .map(size -> MemoryNeed.pull(size, isWeighted()))
        .orElseGet(() -> MemoryNeed.pull(config, isWeighted()));
  }
}
