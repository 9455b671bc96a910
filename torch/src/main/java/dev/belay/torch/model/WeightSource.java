package dev.belay.torch.model;

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
   * never closed by the caller, valid while the source is open. It may be a strided view.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Tensor weight(String name);
}
