package dev.belay.torch.decoder;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a decoder's forward pass computes with, dense and in the compute type.
 *
 * @param embedding {@code [V, H]}
 * @param layers in order
 * @param finalNorm {@code [H]}
 */
record DenseWeights(Tensor embedding, List<LayerWeights<Tensor>> layers, Tensor finalNorm) {}
