package dev.belay.session.plan;

import dev.belay.core.data.Instruction;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.tensor.ComputeType;
import java.util.List;

/**
 * The anchor, its prompts read and checked.
 *
 * @param spec what the recipe asks for
 * @param prompts on which the policy is held, source by source
 */
public record AnchorPlan(AnchorSpec spec, List<Instruction> prompts) {

  /** Beyond this, what the reference says is not kept. */
  private static final long MOST_LAW_BYTES = 1L << 30;

  public AnchorPlan {
    prompts = List.copyOf(prompts);
  }

  /**
   * Bytes of all that the model before training says on the prompts, if it is kept: its last hidden
   * states at the positions that count, from which its head makes its laws again, bit for bit.
   */
  public long lawBytes(DecoderConfig config, ComputeType type) {
    boolean askedAnew =
        spec.completions() == AnchorSpec.Completions.POLICY || spec.perturb().isPresent();
    return askedAnew
        ? 0
        : (long) prompts.size() * spec.completionTokens() * config.hiddenSize() * type.bytes();
  }

  /** Whether that is kept, in memory and in the run's folder; else it is computed in every step. */
  public boolean keepsLaws(DecoderConfig config, ComputeType type) {
    return lawBytes(config, type) <= MOST_LAW_BYTES;
  }

  /**
   * Memory beside that of training.
   *
   * @param microBatchTokens tokens of one forward and backward pass
   */
  MemoryNeed need(DecoderConfig config, ComputeType type, long microBatchTokens) {
    boolean apart = spec.combine() != AnchorSpec.Combine.SUM;
    long laws = keepsLaws(config, type) ? lawBytes(config, type) : 0;
    boolean rounded = type != ComputeType.FLOAT32;
    boolean measured = rounded && spec.strength() instanceof AnchorSpec.Bound;
    MemoryNeed need = MemoryNeed.anchor(config, type, laws, apart, measured);
    return spec.perturb().isPresent()
        ? need.and(MemoryNeed.perturbation(config, type, microBatchTokens))
        : need;
  }
}
