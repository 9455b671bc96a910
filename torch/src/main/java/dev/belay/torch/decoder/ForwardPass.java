package dev.belay.torch.decoder;

import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.CausalAttention;
import dev.belay.torch.kernel.GatedUnit;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.VisibleRows;
import dev.belay.torch.model.BlockDesign.Trait;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of the Llama block (Touvron et al. 2023) and its variants over packed batches.
 */
final class ForwardPass implements AutoCloseable {

  private final DecoderShape shape;
  private final DecoderParameters weights;
  private final CausalAttention attention;
  private final QueryKeyRows queryKeys;
  private final GatedUnit gatedUnit;
  private final ResidualStream residual;
  private final NormFactors normFactors;
  private final NormRows norms;
  private final NormRows lastNorm;
  private final ProductNorms productNorms;

  private final NativeBuffer partialSums = new NativeBuffer();
  private final NativeBuffer normOutputBuffer = new NativeBuffer();
  private final NativeBuffer branchBuffer = new NativeBuffer();
  private final NativeBuffer feedForwardBuffer = new NativeBuffer();
  private final NativeBuffer gateBuffer = new NativeBuffer();
  private final NativeBuffer layerBuffer = new NativeBuffer();

  ForwardPass(DecoderShape shape, DecoderParameters weights) {
    this.shape = shape;
    this.weights = weights;
    this.attention = new CausalAttention(shape.attention());
    this.gatedUnit = shape.gatedUnit();
    this.residual = new ResidualStream(shape);
    this.normFactors = new NormFactors(shape.config().family().block().has(Trait.OFFSET_NORMS));
    this.norms = new NormRows(shape, normFactors, partialSums, 1);
    this.lastNorm = new NormRows(shape, normFactors, partialSums, shape.lastMultiplier());
    this.productNorms = new ProductNorms(shape, normFactors, partialSums);
    this.queryKeys = new QueryKeyRows(shape, productNorms);
  }

  QueryKeyRows queryKeys() {
    return queryKeys;
  }

  NormRows norms() {
    return norms;
  }

  /** The norm after the last layer. */
  NormRows lastNorm() {
    return lastNorm;
  }

  ProductNorms productNorms() {
    return productNorms;
  }

  /** The gate's gradient over rows, in place; see {@link GatedUnit#backward}. */
  Parallel.RowTask gateBackward(long gateUp, long out) {
    return gatedUnit.backward(gateUp, out, gateBuffer.reserve(gatedUnit.scratchBytes()));
  }

  /** Which rows see which in a layer. */
  VisibleRows visible(int layer, PackedBatch batch) {
    return batch.visible().within(shape.config().attention().window(layer));
  }

  /**
   * Runs all layers and the last norm.
   *
   * @param offsets added to the embeddings, {@code [N, H]} fp32; null for none
   * @param keep where activations go; null when no backward pass follows
   * @return {@code [N, H]}, in the caller's scope
   */
  Tensor run(PackedBatch batch, @Nullable Tensor offsets, @Nullable ActivationStore keep) {
    check(batch);
    int rows = batch.tokens();
    queryKeys.reserve(batch.context());
    if (keep != null) {
      keep.begin(shape, batch);
    }
    residual.begin(batch, NativeMemory.address(weights.embedding().value()));
    if (offsets != null) {
      residual.addEmbeddings(rows, offsets);
    }
    long pending = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      if (keep != null && keep.isRecomputing()) {
        residual.add(rows, pending);
        pending = 0;
        residual.copyTo(rows, keep.layerInput(layer));
      }
      LayerActivations kept = activations(layer, rows, keep);
      untilGateUp(layer, batch, pending, kept);
      pending = down(layer, rows, kept);
    }
    return finalNorm(rows, pending, keep);
  }

  /** Runs a layer again from its kept input, up to what its backward pass reads. */
  LayerActivations recompute(int layer, PackedBatch batch, ActivationStore store) {
    int rows = batch.tokens();
    residual.copyFrom(rows, store.layerInput(layer));
    LayerActivations kept = activations(layer, rows, store);
    untilGateUp(layer, batch, 0, kept);
    if (shape.config().family().block().branchNorms()) {
      down(layer, rows, kept); // Leaves the branch that its norm's gradient reads.
    }
    return kept;
  }

  private void check(PackedBatch batch) {
    int vocabulary = shape.config().vocabularySize();
    for (int token : batch.tokenIds()) {
      if (token < 0 || token >= vocabulary) {
        throw new IllegalArgumentException(
            "token id %d is not in the vocabulary of %d".formatted(token, vocabulary));
      }
    }
    if (batch.context() > shape.config().maxPositions()) {
      throw new IllegalArgumentException(
          "a sequence of %d tokens does not fit the model's context of %d"
              .formatted(batch.context(), shape.config().maxPositions()));
    }
  }

  private LayerActivations activations(int layer, int rows, @Nullable ActivationStore keep) {
    if (keep != null && !keep.isRecomputing()) {
      return keep.layer(layer, shape, rows);
    }
    long memory = layerBuffer.reserve(LayerActivations.bytes(shape, rows));
    return LayerActivations.at(memory, shape, rows);
  }

  private void untilGateUp(int layer, PackedBatch batch, long pending, LayerActivations kept) {
    try (TensorScope _ = new TensorScope()) {
      LayerWeights w = weights.layers().get(layer);
      int rows = batch.tokens();
      Tensor input =
          branchInput(rows, w.inputNorm(), pending, kept.inputNormalized(), kept.inputScales());
      long branch = attend(layer, batch, input, kept);
      Tensor inner =
          branchInput(
              rows,
              w.feedForwardNorm(),
              branch,
              kept.feedForwardNormalized(),
              kept.feedForwardScales());
      w.gateUp().forward(inner, matrix(kept.gateUp(), rows, 2 * shape.intermediate()));
    }
  }

  /**
   * Adds a branch to the residual stream, and gives what the next branch reads of it: its norm, or
   * the stream itself where there is none.
   *
   * @return {@code [N, H]}, until the next
   */
  private Tensor branchInput(
      int rows, Optional<Parameter> norm, long pending, long normalized, long scales) {
    if (norm.isEmpty()) {
      norms.pass(rows, pending, residual.address(), normalized);
      return matrix(normalized, rows, shape.hidden());
    }
    long output = normOutputBuffer.reserve(shape.bytes(rows, shape.hidden()));
    Tensor weight = norm.get().value();
    norms.forward(rows, weight, pending, residual.address(), normalized, scales, output);
    return matrix(output, rows, shape.hidden());
  }

  /** Address of what attention adds to the residual stream, {@code [N, H]}. */
  private long attend(int layer, PackedBatch batch, Tensor normed, LayerActivations kept) {
    LayerWeights w = weights.layers().get(layer);
    AttentionShape heads = shape.attention();
    int rows = batch.tokens();
    w.queryKeyValue().forward(normed, matrix(kept.queryKeyValue(), rows, heads.rowWidth()));
    queryKeys.forward(layer, batch, w, kept);
    attention.forward(
        visible(layer, batch), kept.queryKeyValue(), kept.attention(), kept.logSumExps());
    return branch(
        matrix(kept.attention(), rows, heads.queryWidth()),
        w.output(),
        w.attentionBranchNorm(),
        kept.attentionBranch());
  }

  /** Address of what the layer adds to the residual stream at its end, {@code [N, H]}. */
  private long down(int layer, int rows, LayerActivations kept) {
    LayerWeights w = weights.layers().get(layer);
    int width = shape.intermediate();
    long activated = feedForwardBuffer.reserve(shape.bytes(rows, width));
    long scratch = gateBuffer.reserve(gatedUnit.scratchBytes());
    Parallel.rows(rows, gatedUnit.forward(kept.gateUp(), activated, scratch));
    try (TensorScope _ = new TensorScope()) {
      return branch(
          matrix(activated, rows, width),
          w.down(),
          w.feedForwardBranchNorm(),
          kept.feedForwardBranch());
    }
  }

  /**
   * A product, normalised where the family does so.
   *
   * @param beforeNorm where the product is kept if it is normalised
   * @return address of the branch {@code [N, H]}, until the next
   */
  private long branch(
      Tensor input, Projection projection, Optional<Parameter> norm, long beforeNorm) {
    int rows = (int) input.size(0);
    long branch = branchBuffer.reserve(shape.bytes(rows, shape.hidden()));
    long product = norm.isPresent() ? beforeNorm : branch;
    projection.forward(input, matrix(product, rows, shape.hidden()));
    norm.ifPresent(
        w ->
            productNorms.forward(
                rows,
                w.value(),
                productNorms.branch(shape.type(), product),
                productNorms.branch(shape.type(), branch)));
    return branch;
  }

  private Tensor finalNorm(int rows, long pending, @Nullable ActivationStore keep) {
    Tensor out =
        torch.empty(
            new long[] {rows, shape.hidden()},
            new TensorOptions(shape.type().scalarType()),
            new MemoryFormatOptional());
    long normalized;
    long scales;
    if (keep == null) {
      normalized = normOutputBuffer.reserve(shape.bytes(rows, shape.hidden()));
      scales = layerBuffer.reserve(DecoderShape.floatBytes(rows, 1));
    } else {
      normalized = keep.finalNormalized();
      scales = keep.finalScales(shape, rows);
    }
    lastNorm.forward(
        rows,
        weights.finalNorm().value(),
        pending,
        residual.address(),
        normalized,
        scales,
        NativeMemory.address(out));
    return out;
  }

  private Tensor matrix(long address, int rows, int columns) {
    return NativeMemory.tensor(address, shape.type().scalarType(), rows, columns);
  }

  @Override
  public void close() {
    attention.close();
    queryKeys.close();
    normFactors.close();
    partialSums.close();
    residual.close();
    normOutputBuffer.close();
    branchBuffer.close();
    feedForwardBuffer.close();
    gateBuffer.close();
    layerBuffer.close();
  }
}
