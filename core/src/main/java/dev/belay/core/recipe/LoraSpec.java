package dev.belay.core.recipe;

import dev.belay.core.model.LoraTarget;
import java.util.Set;

/**
 * Trains a low-rank adapter and leaves the model's own weights as they are (LoRA, arXiv
 * 2106.09685).
 *
 * @param rank r of the adapter
 * @param alpha α of its scale
 * @param rankStabilized whether the scale is {@code α/√r} (rsLoRA, arXiv 2312.03732) and not {@code
 *     α/r}
 * @param targets the layers that it stands at
 * @param dropout share of its inputs that a training pass leaves out
 */
public record LoraSpec(
    int rank, double alpha, boolean rankStabilized, Set<LoraTarget> targets, double dropout) {

  public LoraSpec {
    targets = Set.copyOf(targets);
  }
}
