package dev.belay.torch.decoder;

import dev.belay.torch.kernel.AttentionShape;

/**
 * Addresses of what a layer's forward pass leaves for its backward pass. Inputs of the projections
 * are not among them: they are the norms' outputs, which {@code normalized * weight} gives again.
 *
 * @param inputNormalized {@code [N, H]}
 * @param inputScales {@code [N]} fp32
 * @param queryKeyValue {@code [N, (heads + 2 keyValueHeads) D]}, queries and keys after the rotary
 *     embedding
 * @param attention {@code [N, heads D]}
 * @param logSumExps {@code [N, heads]} fp32
 * @param feedForwardNormalized {@code [N, H]}
 * @param feedForwardScales {@code [N]} fp32
 * @param gateUp {@code [N, 2I]}
 */
record LayerActivations(
    long inputNormalized,
    long inputScales,
    long queryKeyValue,
    long attention,
    long logSumExps,
    long feedForwardNormalized,
    long feedForwardScales,
    long gateUp) {

  /** Bytes for {@code rows} tokens. */
  static long bytes(DecoderShape shape, int rows) {
    AttentionShape attention = shape.attention();
    return 2 * shape.bytes(rows, shape.hidden())
        + 2 * DecoderShape.floatBytes(rows, 1)
        + shape.bytes(rows, attention.rowWidth())
        + shape.bytes(rows, attention.queryWidth())
        + DecoderShape.floatBytes(rows, attention.heads())
        + shape.bytes(rows, 2 * shape.intermediate());
  }

  /** Lays them out from {@code start}. */
  static LayerActivations at(long start, DecoderShape shape, int rows) {
    AttentionShape attention = shape.attention();
    long inputScales = start + shape.bytes(rows, shape.hidden());
    long queryKeyValue = inputScales + DecoderShape.floatBytes(rows, 1);
    long outputs = queryKeyValue + shape.bytes(rows, attention.rowWidth());
    long logSumExps = outputs + shape.bytes(rows, attention.queryWidth());
    long feedForward = logSumExps + DecoderShape.floatBytes(rows, attention.heads());
    long feedForwardScales = feedForward + shape.bytes(rows, shape.hidden());
    long gateUp = feedForwardScales + DecoderShape.floatBytes(rows, 1);
    return new LayerActivations(
        start,
        inputScales,
        queryKeyValue,
        outputs,
        logSumExps,
        feedForward,
        feedForwardScales,
        gateUp);
  }
}
