package dev.belay.torch.kernel;

import java.util.List;

/**
 * Several passes over the same rows, a few rows at a time so that they stay in cache.
 *
 * <p>There is a second reason to keep passes apart. The JIT inlines a whole kernel into its caller
 * and that into the next, until a method exceeds its budget in the middle of a vector loop, which
 * then boxes every vector. The call below sees many kinds of passes, so it is never inlined, and
 * each pass is compiled by itself.
 *
 * @param passes in the order in which they run over a block of rows
 */
public record RowPasses(List<Parallel.RowTask> passes) implements Parallel.RowTask {

  /** Rows of a block. */
  static final int BLOCK = 8;

  public static RowPasses of(Parallel.RowTask... passes) {
    return new RowPasses(List.of(passes));
  }

  @Override
  public void run(int from, int to, int worker) {
    for (int row = from; row < to; row += BLOCK) {
      for (Parallel.RowTask pass : passes) {
        pass.run(row, Math.min(to, row + BLOCK), worker);
      }
    }
  }
}
