package dev.belay.torch.tensor;

import dev.belay.torch.library.NativeLibraries;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that is used again and again: it grows when more is asked for and never shrinks, so
 * that a training step allocates nothing once the largest batch was seen. Not for several threads.
 */
public final class NativeBuffer implements AutoCloseable {

  static {
    NativeLibraries.load();
  }

  private @Nullable Tensor memory;
  private long capacity;

  /**
   * Address of at least {@code bytes} bytes, aligned to 64. What the buffer held is lost if it had
   * to grow, and so are addresses and tensors over it; new memory is not zeroed.
   */
  public long reserve(long bytes) {
    Tensor current = memory;
    if (current == null || bytes > capacity) {
      close();
      current = allocate(Math.max(bytes, 64));
      memory = current;
      capacity = bytes;
    }
    return NativeMemory.address(current);
  }

  private static Tensor allocate(long bytes) {
    try (TensorScope _ = new TensorScope()) {
      return TensorScope.retain(
          torch.empty(
              new long[] {bytes}, new TensorOptions(ScalarType.Byte), new MemoryFormatOptional()));
    }
  }

  /** Frees the memory; the buffer can be used again. */
  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
      capacity = 0;
    }
  }
}
