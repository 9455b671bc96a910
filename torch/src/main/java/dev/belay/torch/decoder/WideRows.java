package dev.belay.torch.decoder;

import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Matrices of activations in fp32, in memory that all adapters of a decoder use again: a new copy
 * of a whole layer's output costs more to allocate than the adapter costs to compute. Holds two at
 * a time, one of each kind, for one thread.
 */
final class WideRows implements AutoCloseable {

  private final NativeBuffer inputs = new NativeBuffer();
  private final NativeBuffer outputs = new NativeBuffer();

  /**
   * What goes into a projection, or its gradient, in fp32: the tensor itself if it is so already,
   * else a copy that is good until the next call.
   */
  Tensor input(Tensor rows) {
    return wide(rows, inputs);
  }

  /** What comes out of a projection, or its gradient, likewise. */
  Tensor output(Tensor rows) {
    return wide(rows, outputs);
  }

  private static Tensor wide(Tensor rows, NativeBuffer into) {
    if (isWide(rows)) {
      return rows;
    }
    long address = into.reserve(rows.numel() * Float.BYTES);
    Tensor copy = NativeMemory.tensor(address, ScalarType.Float, rows.size(0), rows.size(1));
    copy.copy_(rows);
    return copy;
  }

  static boolean isWide(Tensor tensor) {
    return tensor.scalar_type().intern() == ScalarType.Float;
  }

  @Override
  public void close() {
    inputs.close();
    outputs.close();
  }
}
