package dev.belay.torch.decoder;

import dev.belay.torch.decoder.ProductNorms.Vectors;
import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.RotaryTable;
import dev.belay.torch.model.RotaryTables;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What happens to queries and keys between their projection and attention: their norms, where the
 * family has them, and the rotary embedding, where the layer has one.
 */
final class QueryKeyRows implements AutoCloseable {

  private final DecoderShape shape;
  private final AttentionShape heads;
  private final ProductNorms norms;
  private final RotaryTables rotary;

  QueryKeyRows(DecoderShape shape, ProductNorms norms) {
    this.shape = shape;
    this.heads = shape.attention();
    this.norms = norms;
    this.rotary = new RotaryTables(shape.config());
  }

  /** Prepares positions 0 to {@code count}. */
  void reserve(int count) {
    rotary.reserve(count);
  }

  /** Turns the projections in {@code kept} into what attention reads. */
  void forward(int layer, PackedBatch batch, LayerWeights weights, LayerActivations kept) {
    if (weights.queryNorm().isPresent() && weights.keyNorm().isPresent()) {
      int rows = batch.tokens();
      keepProjections(rows, kept);
      Tensor query = weights.queryNorm().get().value();
      Tensor key = weights.keyNorm().get().value();
      norms.forward(rows, query, keptQueries(query, kept), queries(query, kept));
      norms.forward(rows, key, keptKeys(key, kept), keys(key, kept));
    }
    rotate(layer, batch, kept.queryKeyValue(), RotaryTable.Direction.FORTH);
  }

  /** Turns the gradients of what attention read into those of the projections, in place. */
  void backward(int layer, PackedBatch batch, LayerWeights weights, LayerActivations kept) {
    rotate(layer, batch, kept.queryKeyValue(), RotaryTable.Direction.BACK);
    int rows = batch.tokens();
    weights
        .queryNorm()
        .ifPresent(
            norm ->
                normBackward(
                    rows, norm, keptQueries(norm.value(), kept), queries(norm.value(), kept)));
    weights
        .keyNorm()
        .ifPresent(
            norm ->
                normBackward(rows, norm, keptKeys(norm.value(), kept), keys(norm.value(), kept)));
  }

  private void normBackward(int rows, Parameter norm, Vectors x, Vectors grads) {
    norms.backward(rows, norm.value(), x, grads, grads, norm.grad());
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

  /** A row's queries, cut as their norm normalises them: head by head, or all together. */
  private Vectors queries(Tensor norm, LayerActivations kept) {
    int count = heads.queryWidth() / (int) norm.numel();
    return new Vectors(shape.type(), kept.queryKeyValue(), heads.rowWidth(), count);
  }

  private Vectors keys(Tensor norm, LayerActivations kept) {
    long first = Elements.at(shape.type(), kept.queryKeyValue(), heads.queryWidth());
    return new Vectors(shape.type(), first, heads.rowWidth(), keyCount(norm));
  }

  private Vectors keptQueries(Tensor norm, LayerActivations kept) {
    int count = heads.queryWidth() / (int) norm.numel();
    return new Vectors(shape.type(), kept.queryKey(), shape.queryKeyWidth(), count);
  }

  private Vectors keptKeys(Tensor norm, LayerActivations kept) {
    long first = Elements.at(shape.type(), kept.queryKey(), heads.queryWidth());
    return new Vectors(shape.type(), first, shape.queryKeyWidth(), keyCount(norm));
  }

  private int keyCount(Tensor norm) {
    return heads.keyValueHeads() * heads.headSize() / (int) norm.numel();
  }

  private void rotate(
      int layer, PackedBatch batch, long queryKeyValue, RotaryTable.Direction direction) {
    Optional<RotaryTable> small = rotary.of(layer, false);
    Optional<RotaryTable> large = rotary.of(layer, true);
    if (small.isEmpty() || large.isEmpty()) {
      return;
    }
    int[] positions = batch.positions();
    boolean[] beyond = batch.beyond(shape.config().attention().shortLength());
    int rotated = heads.heads() + heads.keyValueHeads();
    Parallel.rows(
        batch.tokens(),
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            RotaryTable table = beyond[row] ? large.get() : small.get();
            long first = (long) row * heads.rowWidth();
            for (int head = 0; head < rotated; head++) {
              long column = first + (long) head * heads.headSize();
              long address = Elements.at(shape.type(), queryKeyValue, column);
              table.rotate(shape.type(), address, positions[row], direction);
            }
          }
        });
  }

  @Override
  public void close() {
    rotary.close();
  }
}
