package dev.belay.torch.model;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights by their Hugging Face names ({@code model.layers.0.self_attn.q_proj.weight}), whoever
 * holds them: a memory-mapped file or a model in training.
 */
public interface WeightSource {

  /** The model's shape. */
  DecoderConfig config();

  /**
   * One weight, in the type it is stored in. The tensor belongs to this source: never written to,
   * never closed by the caller, valid while the source is open. It may be a strided view. A weight
   * with an adapter is worked out on demand, in the caller's scope.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Tensor weight(String name);

  /**
   * The weights that an adapter adds to: this source itself, where there is no adapter. It is valid
   * while this source is open.
   */
  default WeightSource base() {
    return this;
  }

  /**
   * What an adapter adds to a weight of {@link #base}, if anything; {@link #weight} has it in it.
   * The tensors belong to this source and may be views in the caller's scope.
   */
  default Optional<LowRank> adapter(String name) {
    return Optional.empty();
  }

  /** Whether the weights stay the same as long as this source is open. */
  default boolean isFixed() {
    return false;
  }
}
