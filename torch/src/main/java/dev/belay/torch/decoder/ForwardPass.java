package dev.belay.torch.decoder;

import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.CausalAttention;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Matmul;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.RotaryTable;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.kernel.SwiGlu;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of the Llama block (Touvron et al. 2023) over packed batches. The residual
 * stream is fp32, whatever the type of weights and products.
 */
final class ForwardPass implements AutoCloseable {

  private final DecoderShape shape;
  private final DecoderWeights weights;
  private final CausalAttention attention;
  private final RotaryTable rotary;
  private final SwiGlu swiGlu;
  private final NormRows norms;

  private final NativeBuffer partialSums = new NativeBuffer();
  private final NativeBuffer residualBuffer = new NativeBuffer();
  private final NativeBuffer normOutputBuffer = new NativeBuffer();
  private final NativeBuffer branchBuffer = new NativeBuffer();
  private final NativeBuffer feedForwardBuffer = new NativeBuffer();
  private final NativeBuffer layerBuffer = new NativeBuffer();

  ForwardPass(DecoderShape shape, DecoderWeights weights) {
    this.shape = shape;
    this.weights = weights;
    this.attention = new CausalAttention(shape.attention());
    this.rotary =
        new RotaryTable(shape.config().attention().rope().frequencies(shape.config().headSize()));
    this.swiGlu = new SwiGlu(shape.type(), shape.intermediate());
    this.norms = new NormRows(shape, partialSums);
  }

  RotaryTable rotary() {
    return rotary;
  }

  NormRows norms() {
    return norms;
  }

  SwiGlu swiGlu() {
    return swiGlu;
  }

  /**
   * Runs all layers and the last norm.
   *
   * @param keep where activations go; null when no backward pass follows
   * @return {@code [N, H]}, in the caller's scope
   */
  Tensor run(PackedBatch batch, @Nullable ActivationStore keep) {
    check(batch);
    int rows = batch.tokens();
    rotary.reserve(batch.context());
    if (keep != null) {
      keep.begin(shape, batch);
    }
    long residual = residualBuffer.reserve(DecoderShape.floatBytes(rows, shape.hidden()));
    embed(batch, residual);
    long pending = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      if (keep != null && keep.isRecomputing()) {
        addPending(rows, pending, residual);
        pending = 0;
        NativeMemory.copy(residual, keep.layerInput(layer), (long) rows * shape.hidden() * 4);
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
    long residual = residualBuffer.reserve(DecoderShape.floatBytes(rows, shape.hidden()));
    NativeMemory.copy(store.layerInput(layer), residual, (long) rows * shape.hidden() * 4);
    LayerActivations kept = activations(layer, rows, store);
    untilGateUp(layer, batch, 0, kept);
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

  private void embed(PackedBatch batch, long residual) {
    ComputeType type = shape.type();
    int width = shape.hidden();
    long table = NativeMemory.address(weights.embedding());
    int[] tokenIds = batch.tokenIds();
    Parallel.rows(
        batch.tokens(),
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long embedding = Elements.at(type, table, (long) tokenIds[row] * width);
            Rows.widen(type, embedding, residual + (long) row * width * 4, width);
          }
        });
  }

  private void addPending(int rows, long pending, long residual) {
    if (pending == 0) {
      return;
    }
    ComputeType type = shape.type();
    int width = shape.hidden();
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long start = (long) row * width;
            Rows.add(type, Elements.at(type, pending, start), residual + start * 4, width);
          }
        });
  }

  private void untilGateUp(int layer, PackedBatch batch, long pending, LayerActivations kept) {
    try (TensorScope _ = new TensorScope()) {
      LayerWeights w = weights.layers().get(layer);
      AttentionShape heads = shape.attention();
      int rows = batch.tokens();
      long residual = residualBuffer.reserve(0);
      long normOutput = normOutputBuffer.reserve(shape.bytes(rows, shape.hidden()));
      Tensor normed = matrix(normOutput, rows, shape.hidden());
      norms.forward(
          rows,
          w.inputNorm(),
          pending,
          residual,
          kept.inputNormalized(),
          kept.inputScales(),
          normOutput);
      Matmul.forward(
          normed, w.queryKeyValue(), matrix(kept.queryKeyValue(), rows, heads.rowWidth()));
      rotate(batch, kept.queryKeyValue());
      attention.forward(batch.visible(), kept.queryKeyValue(), kept.attention(), kept.logSumExps());
      long branch = branchBuffer.reserve(shape.bytes(rows, shape.hidden()));
      Matmul.forward(
          matrix(kept.attention(), rows, heads.queryWidth()),
          w.output(),
          matrix(branch, rows, shape.hidden()));
      norms.forward(
          rows,
          w.feedForwardNorm(),
          branch,
          residual,
          kept.feedForwardNormalized(),
          kept.feedForwardScales(),
          normOutput);
      Matmul.forward(normed, w.gateUp(), matrix(kept.gateUp(), rows, 2 * shape.intermediate()));
    }
  }

  private void rotate(PackedBatch batch, long queryKeyValue) {
    AttentionShape heads = shape.attention();
    ComputeType type = shape.type();
    int[] positions = batch.positions();
    int rotated = heads.heads() + heads.keyValueHeads();
    Parallel.rows(
        batch.tokens(),
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long first = (long) row * heads.rowWidth();
            for (int head = 0; head < rotated; head++) {
              long x = Elements.at(type, queryKeyValue, first + (long) head * heads.headSize());
              rotary.rotate(type, x, positions[row]);
            }
          }
        });
  }

  /** Address of what the layer adds to the residual stream, {@code [N, H]}. */
  private long down(int layer, int rows, LayerActivations kept) {
    int width = shape.intermediate();
    long activated = feedForwardBuffer.reserve(shape.bytes(rows, width));
    Parallel.rows(rows, swiGlu.forward(kept.gateUp(), activated));
    long branch = branchBuffer.reserve(0);
    try (TensorScope _ = new TensorScope()) {
      Matmul.forward(
          matrix(activated, rows, width),
          weights.layers().get(layer).down(),
          matrix(branch, rows, shape.hidden()));
    }
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
      normalized = normOutputBuffer.reserve(0);
      scales = layerBuffer.reserve(DecoderShape.floatBytes(rows, 1));
    } else {
      normalized = keep.finalNormalized();
      scales = keep.finalScales(shape, rows);
    }
    norms.forward(
        rows,
        weights.finalNorm(),
        pending,
        residualBuffer.reserve(0),
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
    rotary.close();
    partialSums.close();
    residualBuffer.close();
    normOutputBuffer.close();
    branchBuffer.close();
    feedForwardBuffer.close();
    layerBuffer.close();
  }
}
