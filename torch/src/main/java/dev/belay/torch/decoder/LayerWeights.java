package dev.belay.torch.decoder;

import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.WeightShape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The weights of one decoder layer, as dense tensors in the compute type or as parameters.
 * Projections that read the same input are stacked, so that one product serves them. What the
 * family does not have is empty.
 *
 * @param inputNorm {@code [H]}
 * @param queryKeyValue {@code [(heads + 2 keyValueHeads) D, H]}
 * @param queryKeyValueBias {@code [(heads + 2 keyValueHeads) D]}
 * @param queryNorm {@code [D]}
 * @param keyNorm {@code [D]}
 * @param output {@code [H, heads D]}
 * @param attentionBranchNorm {@code [H]}
 * @param feedForwardNorm {@code [H]}
 * @param gateUp {@code [2I, H]}
 * @param down {@code [H, I]}
 * @param feedForwardBranchNorm {@code [H]}
 * @param <W> what a weight is
 */
record LayerWeights<W>(
    W inputNorm,
    W queryKeyValue,
    Optional<W> queryKeyValueBias,
    Optional<W> queryNorm,
    Optional<W> keyNorm,
    W output,
    Optional<W> attentionBranchNorm,
    W feedForwardNorm,
    W gateUp,
    W down,
    Optional<W> feedForwardBranchNorm) {

  /** Reads one weight. */
  @FunctionalInterface
  interface Reader<W> {
    /**
     * Reads parts as one weight, stacked by rows.
     *
     * @param name of the whole
     */
    W read(String name, List<WeightShape> parts);
  }

  /** Reads a layer, in the order of the forward pass. */
  static <W> LayerWeights<W> read(LayerWeightShapes shapes, Reader<W> reader) {
    List<WeightShape> bias = shapes.queryKeyValueBias();
    return new LayerWeights<>(
        single(shapes.inputNorm(), reader),
        reader.read(shapes.stacked("self_attn.qkv_proj.weight"), shapes.queryKeyValue()),
        bias.isEmpty()
            ? Optional.empty()
            : Optional.of(reader.read(shapes.stacked("self_attn.qkv_proj.bias"), bias)),
        shapes.queryNorm().map(shape -> single(shape, reader)),
        shapes.keyNorm().map(shape -> single(shape, reader)),
        single(shapes.output(), reader),
        shapes.attentionBranchNorm().map(shape -> single(shape, reader)),
        single(shapes.feedForwardNorm(), reader),
        reader.read(shapes.stacked("mlp.gate_up_proj.weight"), shapes.gateUp()),
        single(shapes.down(), reader),
        shapes.feedForwardBranchNorm().map(shape -> single(shape, reader)));
  }

  private static <W> W single(WeightShape shape, Reader<W> reader) {
    return reader.read(shape.name(), List.of(shape));
  }

  /** The same layer with something of each weight. */
  <V> LayerWeights<V> map(Function<W, V> part) {
    return new LayerWeights<>(
        part.apply(inputNorm),
        part.apply(queryKeyValue),
        queryKeyValueBias.map(part),
        queryNorm.map(part),
        keyNorm.map(part),
        part.apply(output),
        attentionBranchNorm.map(part),
        part.apply(feedForwardNorm),
        part.apply(gateUp),
        part.apply(down),
        feedForwardBranchNorm.map(part));
  }
}
