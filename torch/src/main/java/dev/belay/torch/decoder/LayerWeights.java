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
 * @param queryNorm {@code [D]}, or {@code [heads D]} of all queries together
 * @param keyNorm {@code [D]}, or {@code [keyValueHeads D]} of all keys together
 * @param output {@code [H, heads D]}
 * @param attentionBranchNorm {@code [H]}
 * @param feedForwardNorm {@code [H]}
 * @param gateUp {@code [2I, H]}
 * @param down {@code [H, I]}
 * @param feedForwardBranchNorm {@code [H]}
 */
record LayerWeights(
    Optional<Parameter> inputNorm,
    Projection queryKeyValue,
    Optional<Parameter> queryNorm,
    Optional<Parameter> keyNorm,
    Projection output,
    Optional<Parameter> attentionBranchNorm,
    Optional<Parameter> feedForwardNorm,
    Projection gateUp,
    Projection down,
    Optional<Parameter> feedForwardBranchNorm) {

  /** Reads weights. */
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

    /**
     * Puts adapters beside a projection where some of its parts have one.
     *
     * @param parts of its weight, stacked by rows
     */
    Projection adapted(Projection base, List<WeightShape> parts);

    /** Reads a projection without a bias. */
    default Projection project(String name, List<WeightShape> parts) {
      return adapted(new DenseProjection(read(name, parts)), parts);
    }

    /** Reads a projection of one part, without a bias. */
    default Projection project(WeightShape shape) {
      return project(shape.name(), List.of(shape));
    }
  }

  /** Reads a layer, in the order of the forward pass. */
  static LayerWeights read(LayerWeightShapes shapes, Reader reader) {
    return new LayerWeights(
        shapes.inputNorm().map(reader::read),
        queryKeyValue(shapes, reader),
        shapes.queryNorm().map(reader::read),
        shapes.keyNorm().map(reader::read),
        reader.project(shapes.output()),
        shapes.attentionBranchNorm().map(reader::read),
        shapes.feedForwardNorm().map(reader::read),
        reader.project(shapes.stacked("mlp.gate_up_proj.weight"), shapes.gateUp()),
        reader.project(shapes.down()),
        shapes.feedForwardBranchNorm().map(reader::read));
  }

  private static Projection queryKeyValue(LayerWeightShapes shapes, Reader reader) {
    Parameter weight =
        reader.read(shapes.stacked("self_attn.qkv_proj.weight"), shapes.queryKeyValue());
    List<WeightShape> bias = shapes.queryKeyValueBias();
    Projection base =
        bias.isEmpty()
            ? new DenseProjection(weight)
            : new BiasedProjection(
                weight, reader.read(shapes.stacked("self_attn.qkv_proj.bias"), bias));
    return reader.adapted(base, shapes.queryKeyValue());
  }

  /** The same weights with every adapter off. */
  LayerWeights withoutAdapters() {
    return new LayerWeights(
        inputNorm,
        bare(queryKeyValue),
        queryNorm,
        keyNorm,
        bare(output),
        attentionBranchNorm,
        feedForwardNorm,
        bare(gateUp),
        bare(down),
        feedForwardBranchNorm);
  }

  private static Projection bare(Projection projection) {
    return projection instanceof LowRankProjection adapted ? adapted.base() : projection;
  }
}
