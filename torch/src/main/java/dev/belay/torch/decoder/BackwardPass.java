package dev.belay.torch.decoder;

import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.CausalAttentionGradient;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The gradient of {@link ForwardPass}, written out by hand. The gradient of the residual stream is
 * fp32; a copy in the compute type goes into products.
 */
final class BackwardPass implements AutoCloseable {

  private final DecoderShape shape;
  private final DecoderParameters parameters;
  private final ForwardPass forward;
  private final CausalAttentionGradient attention;

  private final NativeBuffer residualGradBuffer = new NativeBuffer();
  private final NativeBuffer roundedBuffer = new NativeBuffer();
  private final NativeBuffer multipliedBuffer = new NativeBuffer();
  private final NativeBuffer branchGradBuffer = new NativeBuffer();
  private final NativeBuffer attentionGradBuffer = new NativeBuffer();
  private final NativeBuffer feedForwardGradBuffer = new NativeBuffer();

  /** The residual stream's gradient {@code [N, H]}, and the same in the compute type. */
  private record ResidualGrads(int rows, long exact, long rounded) {}

  BackwardPass(DecoderShape shape, DecoderParameters parameters, ForwardPass forward) {
    this.shape = shape;
    this.parameters = parameters;
    this.forward = forward;
    this.attention = new CausalAttentionGradient(shape.attention());
  }

  /**
   * Adds to every parameter's gradient except the head's.
   *
   * @param hiddenGrad gradient of the forward pass's result, dense {@code [N, H]}, of its type
   * @param store filled by the forward pass; consumed
   */
  void run(Tensor hiddenGrad, ActivationStore store) {
    PackedBatch batch = store.take(shape);
    if (hiddenGrad.dim() != 2
        || hiddenGrad.size(0) != batch.tokens()
        || hiddenGrad.size(1) != shape.hidden()
        || ComputeType.of(hiddenGrad) != shape.type()) {
      throw new IllegalArgumentException(
          "the gradient of the hidden states must be [%d, %d] in %s"
              .formatted(batch.tokens(), shape.hidden(), shape.type()));
    }
    ResidualGrads grads = begin(batch.tokens());
    finalNorm(hiddenGrad, grads, store);
    for (int layer = shape.layers() - 1; layer >= 0; layer--) {
      LayerActivations kept =
          store.isRecomputing()
              ? forward.recompute(layer, batch, store)
              : store.layer(layer, shape, batch.tokens());
      try (TensorScope _ = new TensorScope()) {
        feedForward(parameters.layers().get(layer), kept, grads);
        attention(layer, kept, grads, batch);
      }
    }
    if (parameters.embedding().isTrained()) {
      embedding(batch, grads);
    }
  }

  /**
   * The gradient by each row's embedding after {@link #run}, {@code [N, H]} fp32, in the caller's
   * scope.
   */
  Tensor inputGradient(int rows) {
    long exact = residualGradBuffer.reserve(0);
    return NativeMemory.tensor(exact, ScalarType.Float, rows, shape.hidden())
        .mul(new Scalar(shape.embeddingScale()));
  }

  private ResidualGrads begin(int rows) {
    long exact = residualGradBuffer.reserve(DecoderShape.floatBytes(rows, shape.hidden()));
    NativeMemory.zero(exact, (long) rows * shape.hidden() * 4);
    long rounded =
        shape.type() == ComputeType.FLOAT32
            ? exact
            : roundedBuffer.reserve(shape.bytes(rows, shape.hidden()));
    return new ResidualGrads(rows, exact, rounded);
  }

  private void finalNorm(Tensor hiddenGrad, ResidualGrads grads, ActivationStore store) {
    norm(
        forward.lastNorm(),
        parameters.finalNorm(),
        NativeMemory.address(hiddenGrad),
        store.finalNormalized(),
        store.finalScales(shape, grads.rows),
        grads);
  }

  private void norm(
      NormRows norms,
      Parameter weight,
      long outGrads,
      long normalized,
      long scales,
      ResidualGrads grads) {
    norms.backward(
        grads.rows,
        weight.value(),
        outGrads,
        normalized,
        scales,
        grads.exact,
        grads.rounded,
        weight.grad());
  }

  /** The gradient of what a branch reads: through its norm where there is one. */
  private void branchInput(
      Optional<Parameter> norm, long outGrads, long normalized, long scales, ResidualGrads grads) {
    if (norm.isEmpty()) {
      forward.norms().passBackward(grads.rows, outGrads, grads.exact, grads.rounded);
    } else {
      norm(forward.norms(), norm.get(), outGrads, normalized, scales, grads);
    }
  }

  /**
   * The gradient of a branch's product: that of the residual stream, times what the branch is
   * multiplied by, through the branch's norm where there is one.
   *
   * @param beforeNorm address of the product {@code [N, H]} if it was normalised; overwritten
   */
  private Tensor branchGrad(Optional<Parameter> norm, long beforeNorm, ResidualGrads grads) {
    long outGrad = multiplied(grads);
    if (norm.isEmpty()) {
      return matrix(outGrad, grads.rows, shape.hidden());
    }
    ProductNorms norms = forward.productNorms();
    ProductNorms.Vectors product = norms.branch(shape.type(), beforeNorm);
    norms.backward(
        grads.rows,
        norm.get().value(),
        product,
        norms.branch(shape.type(), outGrad),
        product,
        norm.get().grad());
    return matrix(beforeNorm, grads.rows, shape.hidden());
  }

  private long multiplied(ResidualGrads grads) {
    float factor = shape.branchMultiplier();
    if (factor == 1) {
      return grads.rounded;
    }
    int width = shape.hidden();
    long target = multipliedBuffer.reserve(shape.bytes(grads.rows, width));
    Parallel.rows(
        grads.rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long start = (long) row * width;
            long own = Elements.at(shape.type(), target, start);
            Rows.scale(shape.type(), grads.exact + start * 4, factor, own, width);
          }
        });
    return target;
  }

  private void feedForward(LayerWeights p, LayerActivations kept, ResidualGrads grads) {
    int rows = grads.rows;
    int width = shape.intermediate();
    Tensor outGrad = branchGrad(p.feedForwardBranchNorm(), kept.feedForwardBranch(), grads);
    long activated = feedForwardGradBuffer.reserve(shape.bytes(rows, width));
    Tensor activatedRows = matrix(activated, rows, width);
    p.down().inputGradient(outGrad, activatedRows);
    Parallel.rows(rows, forward.gateBackward(kept.gateUp(), activated));
    p.down().addGradients(outGrad, activatedRows);

    Tensor gateUpGrad = matrix(kept.gateUp(), rows, 2 * width);
    long branchGrad = branchGradBuffer.reserve(shape.bytes(rows, shape.hidden()));
    p.gateUp().inputGradient(gateUpGrad, matrix(branchGrad, rows, shape.hidden()));
    branchInput(
        p.feedForwardNorm(),
        branchGrad,
        kept.feedForwardNormalized(),
        kept.feedForwardScales(),
        grads);
    p.gateUp().addGradients(gateUpGrad, matrix(kept.feedForwardNormalized(), rows, shape.hidden()));
  }

  private void attention(int layer, LayerActivations kept, ResidualGrads grads, PackedBatch batch) {
    LayerWeights p = parameters.layers().get(layer);
    int rows = grads.rows;
    AttentionShape heads = shape.attention();
    Tensor outGrad = branchGrad(p.attentionBranchNorm(), kept.attentionBranch(), grads);
    long attentionGrad = attentionGradBuffer.reserve(shape.bytes(rows, heads.queryWidth()));
    p.output().inputGradient(outGrad, matrix(attentionGrad, rows, heads.queryWidth()));
    p.output().addGradients(outGrad, matrix(kept.attention(), rows, heads.queryWidth()));
    attention.backward(
        forward.visible(layer, batch),
        new CausalAttentionGradient.Operands(
            kept.queryKeyValue(), kept.attention(), attentionGrad, kept.logSumExps()));
    forward.queryKeys().backward(layer, batch, p, kept);

    Tensor rowGrads = matrix(kept.queryKeyValue(), rows, heads.rowWidth());
    long branchGrad = branchGradBuffer.reserve(shape.bytes(rows, shape.hidden()));
    p.queryKeyValue().inputGradient(rowGrads, matrix(branchGrad, rows, shape.hidden()));
    branchInput(p.inputNorm(), branchGrad, kept.inputNormalized(), kept.inputScales(), grads);
    p.queryKeyValue().addGradients(rowGrads, matrix(kept.inputNormalized(), rows, shape.hidden()));
  }

  /** Columns are shared out, not rows: the same token may stand in many rows. */
  private void embedding(PackedBatch batch, ResidualGrads grads) {
    int width = shape.hidden();
    int[] tokenIds = batch.tokenIds();
    float scale = shape.embeddingScale();
    long table = NativeMemory.address(parameters.embedding().grad());
    Parallel.elements(
        width,
        (from, to, _) -> {
          for (int row = 0; row < tokenIds.length; row++) {
            long source = grads.exact + ((long) row * width + from) * 4;
            long target = table + ((long) tokenIds[row] * width + from) * 4;
            Rows.addScaled(source, scale, target, (int) (to - from));
          }
        });
  }

  private Tensor matrix(long address, int rows, int columns) {
    return NativeMemory.tensor(address, shape.type().scalarType(), rows, columns);
  }

  @Override
  public void close() {
    attention.close();
    residualGradBuffer.close();
    roundedBuffer.close();
    multipliedBuffer.close();
    branchGradBuffer.close();
    attentionGradBuffer.close();
    feedForwardGradBuffer.close();
  }
}
