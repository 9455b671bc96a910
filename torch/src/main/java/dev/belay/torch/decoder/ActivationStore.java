package dev.belay.torch.decoder;

import dev.belay.torch.tensor.NativeBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass leaves for the backward pass, in memory that is used again at every step: it
 * grows to the largest batch seen. A backward pass consumes it; the next forward pass fills it
 * anew. Belongs to one decoder at a time, and to one thread.
 */
public final class ActivationStore implements AutoCloseable {

  private final boolean recomputing;
  private final List<NativeBuffer> layers = new ArrayList<>();
  private final NativeBuffer finalNorm = new NativeBuffer();
  private @Nullable PackedBatch batch;
  private @Nullable DecoderShape shape;

  private ActivationStore(boolean recomputing) {
    this.recomputing = recomputing;
  }

  /** Keeps everything that the backward pass reads: the fastest. */
  public static ActivationStore keepingAll() {
    return new ActivationStore(false);
  }

  /**
   * Keeps each layer's input only, a fraction of the memory; the backward pass runs each layer's
   * forward pass again (Chen et al. 2016). The gradients are the same, bit for bit.
   */
  public static ActivationStore recomputing() {
    return new ActivationStore(true);
  }

  boolean isRecomputing() {
    return recomputing;
  }

  /** Makes room for a forward pass over {@code batch}. */
  void begin(DecoderShape shape, PackedBatch batch) {
    int rows = batch.tokens();
    this.batch = batch;
    this.shape = shape;
    while (layers.size() < shape.layers()) {
      layers.add(new NativeBuffer());
    }
    for (NativeBuffer layer : layers) {
      layer.reserve(
          recomputing
              ? DecoderShape.floatBytes(rows, shape.hidden())
              : LayerActivations.bytes(shape, rows));
    }
    finalNorm.reserve(finalNormBytes(shape, rows));
  }

  private static long finalNormBytes(DecoderShape shape, int rows) {
    return shape.bytes(rows, shape.hidden()) + DecoderShape.floatBytes(rows, 1);
  }

  /**
   * The batch of the last forward pass, once.
   *
   * @throws IllegalStateException if none ran with this decoder since the last backward pass
   */
  PackedBatch take(DecoderShape expected) {
    PackedBatch taken = batch;
    if (taken == null || !expected.equals(shape)) {
      throw new IllegalStateException(
          "no forward pass of this decoder was kept since the last backward pass");
    }
    batch = null;
    return taken;
  }

  /** Address of a layer's input {@code [N, H]} fp32, when recomputing. */
  long layerInput(int layer) {
    return layers.get(layer).reserve(0);
  }

  /** What a layer left, when not recomputing. */
  LayerActivations layer(int layer, DecoderShape shape, int rows) {
    return LayerActivations.at(layers.get(layer).reserve(0), shape, rows);
  }

  /** Address of the last norm's {@code [N, H]}. */
  long finalNormalized() {
    return finalNorm.reserve(0);
  }

  /** Address of the last norm's scales {@code [N]} fp32. */
  long finalScales(DecoderShape shape, int rows) {
    return finalNorm.reserve(0) + shape.bytes(rows, shape.hidden());
  }

  /** Frees the memory; the store can be used again. */
  @Override
  public void close() {
    layers.forEach(NativeBuffer::close);
    layers.clear();
    finalNorm.close();
    batch = null;
  }
}
