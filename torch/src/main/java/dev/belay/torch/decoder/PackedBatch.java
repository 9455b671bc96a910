package dev.belay.torch.decoder;

import dev.belay.torch.kernel.VisibleRows;
import java.util.Arrays;
import java.util.List;

/**
 * Several sequences side by side without padding; within one, several continuations may share a
 * prefix ({@link #ofGroups}), which is then computed once. Row {@code r} of every activation {@code
 * [N, ·]} belongs to token {@code tokenIds[r]}; positions start again at 0 in each sequence, and
 * attention never crosses from one to another.
 *
 * @param tokenIds {@code [N]}, the sequences' tokens one after another
 * @param visible which rows see which; its sequences start at 0, end at N, and none is empty
 */
@SuppressWarnings("ArrayRecordComponent") // Callers treat the arrays as read-only; N can be large.
public record PackedBatch(int[] tokenIds, VisibleRows visible) {

  /** What {@link #nextTokens} writes where no token follows. */
  public static final int NO_TOKEN = -1;

  public PackedBatch {
    int[] starts = visible.starts();
    if (starts.length < 2 || starts[0] != 0 || starts[starts.length - 1] != tokenIds.length) {
      throw new IllegalArgumentException(
          "starts must run from 0 to the number of tokens (" + tokenIds.length + ")");
    }
    for (int s = 1; s < starts.length; s++) {
      if (starts[s] <= starts[s - 1]) {
        throw new IllegalArgumentException("sequence " + (s - 1) + " has no tokens");
      }
    }
    if (visible.gapStarts().length != tokenIds.length
        || visible.gapEnds().length != tokenIds.length) {
      throw new IllegalArgumentException("every token needs a gap, if an empty one");
    }
  }

  /** Sequences in which every row sees all earlier ones. */
  public PackedBatch(int[] tokenIds, int[] starts) {
    this(tokenIds, VisibleRows.withoutGaps(starts));
  }

  /** {@code [S+1]}: sequence s holds rows {@code starts[s]} to {@code starts[s+1]}. */
  public int[] starts() {
    return visible.starts();
  }

  /** Packs the sequences in their order; each needs at least one token. */
  public static PackedBatch of(List<int[]> sequences) {
    int[] starts = new int[sequences.size() + 1];
    for (int s = 0; s < sequences.size(); s++) {
      starts[s + 1] = starts[s] + sequences.get(s).length;
    }
    int[] tokenIds = new int[starts[sequences.size()]];
    for (int s = 0; s < sequences.size(); s++) {
      System.arraycopy(sequences.get(s), 0, tokenIds, starts[s], sequences.get(s).length);
    }
    return new PackedBatch(tokenIds, starts);
  }

  /** N, the rows of every activation. */
  public int tokens() {
    return tokenIds.length;
  }

  /** S, the number of sequences. */
  public int sequences() {
    return starts().length - 1;
  }

  /** Tokens in sequence {@code s}. */
  public int length(int s) {
    return starts()[s + 1] - starts()[s];
  }

  /** Positions that the batch needs: those of its longest row of tokens that see one another. */
  public int context() {
    int context = 0;
    for (int position : positions()) {
      context = Math.max(context, position + 1);
    }
    return context;
  }

  /**
   * Packs groups of continuations, each group behind one copy of its prefix: a continuation sees
   * the prefix and itself, and its positions follow those of the prefix.
   */
  public static PackedBatch ofGroups(List<Group> groups) {
    int[] starts = new int[groups.size() + 1];
    for (int g = 0; g < groups.size(); g++) {
      starts[g + 1] = starts[g] + groups.get(g).tokens();
    }
    int rows = starts[groups.size()];
    int[] tokenIds = new int[rows];
    VisibleRows visible = new VisibleRows(starts, new int[rows], new int[rows]);
    for (int g = 0; g < groups.size(); g++) {
      groups.get(g).lay(starts[g], tokenIds, visible);
    }
    return new PackedBatch(tokenIds, visible);
  }

  /**
   * Continuations of one prefix.
   *
   * @param prefix shape {@code [P]}; may be empty
   * @param continuations at least one, each with at least one token
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  public record Group(int[] prefix, List<int[]> continuations) {

    int tokens() {
      return prefix.length + continuations.stream().mapToInt(tokens -> tokens.length).sum();
    }

    private void lay(int start, int[] tokenIds, VisibleRows visible) {
      System.arraycopy(prefix, 0, tokenIds, start, prefix.length);
      int at = prefix.length;
      for (int[] continuation : continuations) {
        System.arraycopy(continuation, 0, tokenIds, start + at, continuation.length);
        int from = start + at;
        int to = from + continuation.length;
        Arrays.fill(visible.gapStarts(), from, to, prefix.length);
        Arrays.fill(visible.gapEnds(), from, to, at);
        at += continuation.length;
      }
    }
  }

  /**
   * {@code [N]}: the token after each row in its own sequence, which that row's logits predict;
   * {@link #NO_TOKEN} at the last row of each sequence and of each continuation.
   */
  public int[] nextTokens() {
    int[] next = Arrays.copyOfRange(tokenIds, 1, tokenIds.length + 1);
    for (int s = 0; s < sequences(); s++) {
      for (int r = starts()[s]; r < starts()[s + 1]; r++) {
        if (r + 1 == starts()[s + 1] || isHidden(r - starts()[s], r + 1)) {
          next[r] = NO_TOKEN;
        }
      }
    }
    return next;
  }

  /** Whether the earlier row with index {@code inSequence} lies in the gap of {@code row}. */
  private boolean isHidden(int inSequence, int row) {
    return visible.gapStarts()[row] <= inSequence && inSequence < visible.gapEnds()[row];
  }

  /**
   * {@code [N]}: whether each row's sequence has more tokens than some; of continuations that share
   * a prefix, the longest counts for all.
   *
   * @param tokens the most of a sequence that is not beyond
   */
  public boolean[] beyond(int tokens) {
    boolean[] beyond = new boolean[tokenIds.length];
    if (tokens >= tokenIds.length) {
      return beyond;
    }
    int[] positions = positions();
    for (int s = 0; s < sequences(); s++) {
      int from = starts()[s];
      int to = starts()[s + 1];
      int last = Arrays.stream(positions, from, to).max().orElse(0);
      Arrays.fill(beyond, from, to, last >= tokens);
    }
    return beyond;
  }

  /** {@code [N]}: each row's position among the rows that it sees, from 0. */
  public int[] positions() {
    int[] positions = new int[tokenIds.length];
    for (int s = 0; s < sequences(); s++) {
      for (int r = starts()[s]; r < starts()[s + 1]; r++) {
        positions[r] = r - starts()[s] - (visible.gapEnds()[r] - visible.gapStarts()[r]);
      }
    }
    return positions;
  }
}
