package dev.belay.torch.kernel;

/**
 * Which earlier rows each row of a packed batch sees: all of its own sequence up to itself, but for
 * a gap, and of those the last within a window. Gaps let several continuations share one prefix:
 * each sees the prefix and itself, and the gap hides the other continuations that lie between.
 *
 * @param starts {@code [S+1]}: sequence s holds rows {@code starts[s]} to {@code starts[s+1]}
 * @param gapStarts {@code [N]}: first hidden row, counted in the row's sequence
 * @param gapEnds {@code [N]}: after the last hidden row; equal to the start where nothing is hidden
 * @param window rows that a row sees at most, itself included; hidden ones do not count
 */
@SuppressWarnings("ArrayRecordComponent") // Callers treat the arrays as read-only; N can be large.
public record VisibleRows(int[] starts, int[] gapStarts, int[] gapEnds, int window) {

  public VisibleRows {
    if (window < 1) {
      throw new IllegalArgumentException("a row sees itself at least; window was " + window);
    }
  }

  /** Rows with gaps and without a window. */
  public VisibleRows(int[] starts, int[] gapStarts, int[] gapEnds) {
    this(starts, gapStarts, gapEnds, Integer.MAX_VALUE);
  }

  /** Sequences in which every row sees all earlier ones. */
  public static VisibleRows withoutGaps(int[] starts) {
    int rows = starts[starts.length - 1];
    return new VisibleRows(starts, new int[rows], new int[rows]);
  }

  /** The same rows, of which each sees the last {@code tokens} at most. */
  public VisibleRows within(int tokens) {
    return tokens == window ? this : new VisibleRows(starts, gapStarts, gapEnds, tokens);
  }

  /**
   * The first row that a row sees, counted in its sequence.
   *
   * @param firstRow where the sequence starts
   * @param query the row, counted in the sequence
   */
  int firstSeen(int firstRow, int query) {
    int gapStart = gapStarts[firstRow + query];
    int behindGap = query + 1 - gapEnds[firstRow + query];
    return behindGap >= window ? query + 1 - window : Math.max(0, gapStart - (window - behindGap));
  }

  /** The first row that any of the rows {@code [from, to)} of a sequence sees. */
  int firstSeen(int firstRow, int from, int to) {
    int first = from;
    for (int query = from; query < to; query++) {
      first = Math.min(first, firstSeen(firstRow, query));
    }
    return first;
  }
}
