package dev.belay.torch.decoder;

import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.optim.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * The weights of one decoder layer. Projections that read the same input are stacked, so that one
 * product serves them. What the family does not have is empty.
 *
 * @param inputNorm {@code [H]}
 * @param queryKeyValue {@code [(heads + 2 keyValueHeads) D, H]}
 * @param queryNorm {@code [D]}
 * @param keyNorm {@code [D]}
 * @param output {@code [H, heads D]}
 * @param attentionBranchNorm {@code [H]}
 * @param feedForwardNorm {@code [H]}
 * @param gateUp {@code [2I, H]}
 * @param down {@code [H, I]}
 * @param feedForwardBranchNorm {@code [H]}
 */
record LayerWeights(
    Parameter inputNorm,
    Projection queryKeyValue,
    Optional<Parameter> queryNorm,
    Optional<Parameter> keyNorm,
    Projection output,
    Optional<Parameter> attentionBranchNorm,
    Parameter feedForwardNorm,
    Projection gateUp,
    Projection down,
    Optional<Parameter> feedForwardBranchNorm) {

  /** Reads one weight. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads parts as one weight, stacked by rows.
     *
     * @param name of the whole
     */
    Parameter read(String name, List<WeightShape> parts);

    /** Reads a weight of one part. */
    default Parameter read(WeightShape shape) {
      return read(shape.name(), List.of(shape));
    }
  }

  /** Reads a layer, in the order of the forward pass. */
  static LayerWeights read(LayerWeightShapes shapes, Reader reader) {
    return new LayerWeights(
        reader.read(shapes.inputNorm()),
        queryKeyValue(shapes, reader),
        shapes.queryNorm().map(reader::read),
        shapes.keyNorm().map(reader::read),
        new DenseProjection(reader.read(shapes.output())),
        shapes.attentionBranchNorm().map(reader::read),
        reader.read(shapes.feedForwardNorm()),
        new DenseProjection(
            reader.read(shapes.stacked("mlp.gate_up_proj.weight"), shapes.gateUp())),
        new DenseProjection(reader.read(shapes.down())),
        shapes.feedForwardBranchNorm().map(reader::read));
  }

  private static Projection queryKeyValue(LayerWeightShapes shapes, Reader reader) {
    Parameter weight =
        reader.read(shapes.stacked("self_attn.qkv_proj.weight"), shapes.queryKeyValue());
    List<WeightShape> bias = shapes.queryKeyValueBias();
    return bias.isEmpty()
        ? new DenseProjection(weight)
        : new BiasedProjection(
            weight, reader.read(shapes.stacked("self_attn.qkv_proj.bias"), bias));
  }
}
