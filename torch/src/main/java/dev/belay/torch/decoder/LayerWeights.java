package dev.belay.torch.decoder;

import org.bytedeco.pytorch.Tensor;

/**
 * What one decoder layer computes with, dense and in the compute type. Projections that read the
 * same input are stacked, so that one product serves them.
 *
 * @param inputNorm {@code [H]}
 * @param queryKeyValue {@code [(heads + 2 keyValueHeads) D, H]}
 * @param output {@code [H, heads D]}
 * @param feedForwardNorm {@code [H]}
 * @param gateUp {@code [2I, H]}
 * @param down {@code [H, I]}
 */
record LayerWeights(
    Tensor inputNorm,
    Tensor queryKeyValue,
    Tensor output,
    Tensor feedForwardNorm,
    Tensor gateUp,
    Tensor down) {}
