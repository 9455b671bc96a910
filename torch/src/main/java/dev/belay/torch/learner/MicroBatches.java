package dev.belay.torch.learner;

import java.util.ArrayList;
import java.util.List;

/** Splits the sequences of a step into packed passes of bounded size, in order. */
public final class MicroBatches {

  private MicroBatches() {}

  /**
   * Index ranges of consecutive sequences.
   *
   * @param lengths tokens of each sequence
   * @param maxTokens most tokens of one pass; a longer sequence gets a pass of its own
   * @return {@code [from, to)} pairs that cover all sequences
   */
  public static List<Range> split(int[] lengths, int maxTokens) {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    long tokens = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (i > from && tokens + lengths[i] > maxTokens) {
        ranges.add(new Range(from, i));
        from = i;
        tokens = 0;
      }
      tokens += lengths[i];
    }
    if (from < lengths.length) {
      ranges.add(new Range(from, lengths.length));
    }
    return List.copyOf(ranges);
  }

  /** Sequences {@code from} (inclusive) to {@code to} (exclusive). */
  public record Range(int from, int to) {}
}
