package dev.belay.torch.kernel;

import dev.belay.torch.tensor.NativeBuffer;
import java.util.ArrayList;
import java.util.List;

/** One buffer for each worker, cut into the matrices that an item works on. */
final class AttentionScratch implements AutoCloseable {

  private final List<NativeBuffer> buffers = new ArrayList<>();

  /** Makes room for every worker; before they start. */
  void reserve(long bytes) {
    while (buffers.size() < Parallel.threads()) {
      buffers.add(new NativeBuffer());
    }
    buffers.forEach(buffer -> buffer.reserve(bytes));
  }

  /** A worker's memory, from its start. */
  Cursor of(int worker) {
    return new Cursor(buffers.get(worker).reserve(0));
  }

  @Override
  public void close() {
    buffers.forEach(NativeBuffer::close);
  }

  /** Hands out fp32 matrices one after another; from 0 it just counts bytes. */
  static final class Cursor {
    private long at;

    Cursor(long start) {
      this.at = start;
    }

    /** Address of {@code rows * columns} floats, aligned to 64 bytes. */
    long matrix(long rows, long columns) {
      long address = at;
      at += (rows * columns * 4 + 63) / 64 * 64;
      return address;
    }

    long position() {
      return at;
    }
  }
}
