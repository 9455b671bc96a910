package dev.belay.torch.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * Where the reference policy's logits come from, chunk by chunk, for the exact KL. Its width may
 * differ from the policy's; the vocabulary may not.
 *
 * @param hidden the reference's final-normed hidden states at the same positions, {@code [N, H]}
 * @param weight its head, {@code [V, H]}
 */
public record ReferenceHead(Tensor hidden, Tensor weight) {}
