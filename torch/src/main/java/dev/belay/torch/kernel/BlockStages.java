package dev.belay.torch.kernel;

import java.util.List;

/** Runs the stages of attention on one block of queries after another. */
final class BlockStages {

  /** One stage, on queries {@code [from, to)} of a sequence. */
  @FunctionalInterface
  interface Stage {
    void run(int from, int to);
  }

  private BlockStages() {}

  /** Each stage is compiled by itself, for the reason that {@link RowPasses} gives. */
  static void run(int first, int end, int step, List<Stage> stages) {
    for (int from = first; from < end; from += step) {
      int to = Math.min(end, from + step);
      for (Stage stage : stages) {
        stage.run(from, to);
      }
    }
  }
}
