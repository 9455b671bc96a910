package dev.belay.torch.kernel;

/**
 * Which earlier rows each row of a packed batch sees: all of its own sequence up to itself, but for
 * a gap. Gaps let several continuations share one prefix: each sees the prefix and itself, and the
 * gap hides the other continuations that lie between.
 *
 * @param starts {@code [S+1]}: sequence s holds rows {@code starts[s]} to {@code starts[s+1]}
 * @param gapStarts {@code [N]}: first hidden row, counted in the row's sequence
 * @param gapEnds {@code [N]}: after the last hidden row; equal to the start where nothing is hidden
 */
@SuppressWarnings("ArrayRecordComponent") // Callers treat the arrays as read-only; N can be large.
public record VisibleRows(int[] starts, int[] gapStarts, int[] gapEnds) {

  /** Sequences in which every row sees all earlier ones. */
  public static VisibleRows withoutGaps(int[] starts) {
    int rows = starts[starts.length - 1];
    return new VisibleRows(starts, new int[rows], new int[rows]);
  }
}
