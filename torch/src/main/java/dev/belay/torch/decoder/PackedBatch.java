package dev.belay.torch.decoder;

import java.util.Arrays;
import java.util.List;

/**
 * Several sequences side by side without padding. Row {@code r} of every activation {@code [N, ·]}
 * belongs to token {@code tokenIds[r]}; positions start again at 0 in each sequence, and attention
 * never crosses from one to another.
 *
 * @param tokenIds {@code [N]}, the sequences' tokens one after another
 * @param starts {@code [S+1]}: sequence s holds rows {@code starts[s]} to {@code starts[s+1]}; the
 *     first is 0, the last N, and no sequence is empty
 */
@SuppressWarnings("ArrayRecordComponent") // Callers treat the arrays as read-only; N can be large.
public record PackedBatch(int[] tokenIds, int[] starts) {

  /** What {@link #nextTokens} writes where no token follows. */
  public static final int NO_TOKEN = -1;

  public PackedBatch {
    if (starts.length < 2 || starts[0] != 0 || starts[starts.length - 1] != tokenIds.length) {
      throw new IllegalArgumentException(
          "starts must run from 0 to the number of tokens (" + tokenIds.length + ")");
    }
    for (int s = 1; s < starts.length; s++) {
      if (starts[s] <= starts[s - 1]) {
        throw new IllegalArgumentException("sequence " + (s - 1) + " has no tokens");
      }
    }
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
    return starts.length - 1;
  }

  /** Tokens in sequence {@code s}. */
  public int length(int s) {
    return starts[s + 1] - starts[s];
  }

  /** Tokens of the longest sequence. */
  public int longest() {
    int longest = 0;
    for (int s = 0; s < sequences(); s++) {
      longest = Math.max(longest, length(s));
    }
    return longest;
  }

  /**
   * {@code [N]}: the token after each row in its own sequence, which that row's logits predict;
   * {@link #NO_TOKEN} at the last row of each sequence.
   */
  public int[] nextTokens() {
    int[] next = Arrays.copyOfRange(tokenIds, 1, tokenIds.length + 1);
    for (int s = 1; s < starts.length; s++) {
      next[starts[s] - 1] = NO_TOKEN;
    }
    return next;
  }

  /** {@code [N]}: each row's position in its own sequence, from 0. */
  public int[] positions() {
    int[] positions = new int[tokenIds.length];
    for (int s = 0; s < sequences(); s++) {
      for (int r = starts[s]; r < starts[s + 1]; r++) {
        positions[r] = r - starts[s];
      }
    }
    return positions;
  }
}
