package dev.belay.torch.loss;

import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The chosen rows {@code [from, to)}, which one chunk holds. */
record RowRange(HeadRows rows, int from, int to) {

  int size() {
    return to - from;
  }

  /** The number, within the step, of the token that row {@code r} of the chunk predicts. */
  int token(int r) {
    return rows.firstToken() + from + r;
  }

  /** The token to predict at row {@code r} of the chunk. */
  int target(int r) {
    return rows.targets()[from + r];
  }

  /** Row {@code r} of the chunk in words. */
  String describe(int r) {
    return "row %d (position %d, next token %d)"
        .formatted(from + r, rows.rows()[from + r], target(r));
  }

  /** The chosen rows of {@code source} {@code [N, H]}, dense {@code [C, H]}. */
  Tensor gather(Tensor source) {
    long width = source.size(1);
    Tensor chunk =
        torch.empty(new long[] {size(), width}, source.options(), new MemoryFormatOptional());
    long bytes = width * source.element_size();
    long to = NativeMemory.address(chunk);
    long all = NativeMemory.address(source);
    for (int r = 0; r < size(); r++) {
      NativeMemory.copy(all + rows.rows()[from + r] * bytes, to + r * bytes, bytes);
    }
    return chunk;
  }

  /** Writes {@code chunk} {@code [C, H]} to the chosen rows of {@code target} {@code [N, H]}. */
  void scatter(Tensor chunk, Tensor target) {
    long bytes = target.size(1) * target.element_size();
    long begin = NativeMemory.address(chunk);
    long all = NativeMemory.address(target);
    for (int r = 0; r < size(); r++) {
      NativeMemory.copy(begin + r * bytes, all + rows.rows()[from + r] * bytes, bytes);
    }
  }
}
