package dev.belay.torch.loss;

import dev.belay.torch.kernel.Parallel;
import java.lang.foreign.Arena;

/** A row of fp32 for each worker. */
final class RowScratch implements AutoCloseable {

  private static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofConfined();
  private final long rowBytes;
  private final long address;

  RowScratch(long vocabulary) {
    rowBytes = (vocabulary * Float.BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    address = arena.allocate(rowBytes * Parallel.threads(), ALIGNMENT).address();
  }

  long of(int worker) {
    return address + worker * rowBytes;
  }

  @Override
  public void close() {
    arena.close();
  }
}
