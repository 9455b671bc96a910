package dev.belay.torch.decoder;

import dev.belay.torch.decoder.ProductNorms.Vectors;
import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.RotaryTable;
import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.SlidingWindow;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;

/**
 * What happens to queries and keys between their projection and attention: their heads' norms,
 * where the family has them, and the rotary embedding.
 */
final class QueryKeyRows implements AutoCloseable {

  private final DecoderShape shape;
  private final AttentionShape heads;
  private final ProductNorms norms;
  private final RotaryTable fullRotary;
  private final RotaryTable slidingRotary;

  QueryKeyRows(DecoderShape shape, ProductNorms norms) {
    this.shape = shape;
    this.heads = shape.attention();
    this.norms = norms;
    AttentionConfig attention = shape.config().attention();
    this.fullRotary = new RotaryTable(attention.rope().frequencies(heads.headSize()));
    this.slidingRotary =
        attention
            .window()
            .map(SlidingWindow::rope)
            .map(rope -> new RotaryTable(rope.frequencies(heads.headSize())))
            .orElse(fullRotary);
  }

  /** Prepares positions 0 to {@code count}. */
  void reserve(int count) {
    fullRotary.reserve(count);
    slidingRotary.reserve(count);
  }

  /** Turns the projections in {@code kept} into what attention reads. */
  void forward(int layer, PackedBatch batch, LayerWeights weights, LayerActivations kept) {
    if (weights.queryNorm().isPresent() && weights.keyNorm().isPresent()) {
      int rows = batch.tokens();
      keepProjections(rows, kept);
      norms.forward(rows, weights.queryNorm().get().value(), keptQueries(kept), queries(kept));
      norms.forward(rows, weights.keyNorm().get().value(), keptKeys(kept), keys(kept));
    }
    rotate(layer, batch, kept.queryKeyValue(), RotaryTable.Direction.FORTH);
  }

  /** Turns the gradients of what attention read into those of the projections, in place. */
  void backward(int layer, PackedBatch batch, LayerWeights weights, LayerActivations kept) {
    rotate(layer, batch, kept.queryKeyValue(), RotaryTable.Direction.BACK);
    weights
        .queryNorm()
        .ifPresent(norm -> normBackward(batch.tokens(), norm, keptQueries(kept), queries(kept)));
    weights
        .keyNorm()
        .ifPresent(norm -> normBackward(batch.tokens(), norm, keptKeys(kept), keys(kept)));
  }

  private void normBackward(int rows, Parameter norm, Vectors x, Vectors grads) {
    norms.backward(rows, norm.value(), x, grads, grads, norm.grad());
  }

  private RotaryTable rotary(int layer) {
    return shape.config().attention().isSliding(layer) ? slidingRotary : fullRotary;
  }

  private void keepProjections(int rows, LayerActivations kept) {
    ComputeType type = shape.type();
    long width = (long) shape.queryKeyWidth() * type.bytes();
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long source = Elements.at(type, kept.queryKeyValue(), (long) row * heads.rowWidth());
            NativeMemory.copy(source, kept.queryKey() + row * width, width);
          }
        });
  }

  private Vectors queries(LayerActivations kept) {
    return new Vectors(shape.type(), kept.queryKeyValue(), heads.rowWidth(), heads.heads());
  }

  private Vectors keys(LayerActivations kept) {
    long first = Elements.at(shape.type(), kept.queryKeyValue(), heads.queryWidth());
    return new Vectors(shape.type(), first, heads.rowWidth(), heads.keyValueHeads());
  }

  private Vectors keptQueries(LayerActivations kept) {
    return new Vectors(shape.type(), kept.queryKey(), shape.queryKeyWidth(), heads.heads());
  }

  private Vectors keptKeys(LayerActivations kept) {
    long first = Elements.at(shape.type(), kept.queryKey(), heads.queryWidth());
    return new Vectors(shape.type(), first, shape.queryKeyWidth(), heads.keyValueHeads());
  }

  private void rotate(
      int layer, PackedBatch batch, long queryKeyValue, RotaryTable.Direction direction) {
    RotaryTable rotary = rotary(layer);
    int[] positions = batch.positions();
    int rotated = heads.heads() + heads.keyValueHeads();
    Parallel.rows(
        batch.tokens(),
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long first = (long) row * heads.rowWidth();
            for (int head = 0; head < rotated; head++) {
              long column = first + (long) head * heads.headSize();
              long address = Elements.at(shape.type(), queryKeyValue, column);
              rotary.rotate(shape.type(), address, positions[row], direction);
            }
          }
        });
  }

  @Override
  public void close() {
    fullRotary.close();
    slidingRotary.close();
  }
}
