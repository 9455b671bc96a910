package dev.belay.torch.generate;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One way to multiply activations by a weight that is prepared once and used many times.
 *
 * <p>A completion must not depend on which others share its batch, so a row of the product must
 * have the same bits whatever the other rows are and however many. {@link GemmChoice} checks that
 * by measurement.
 */
interface Gemm {

  /**
   * Prepares a weight.
   *
   * @param weight {@code [N, K]}, dense, in the compute type
   * @return owned by the caller; the weight may be freed afterwards
   */
  Tensor pack(Tensor weight);

  /**
   * {@code input · weightᵀ + bias}; called inside a tensor scope, which gets the result.
   *
   * @param input {@code [M, K]}
   * @param bias {@code [N]}, added before the product is rounded; null for none
   * @return {@code [M, N]}, dense
   */
  Tensor multiply(Tensor input, Tensor packed, @Nullable Tensor bias);

  /** What a person should call it. */
  String description();
}
