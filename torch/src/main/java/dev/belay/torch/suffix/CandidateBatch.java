package dev.belay.torch.suffix;

import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.kernel.VisibleRows;
import java.util.Arrays;
import java.util.List;

/**
 * Candidates side by side behind one copy of what they share: the prompt and the suffix that they
 * differ from. A candidate's own rows begin with its changed token; the gap hides from them the
 * rest of the unchanged suffix and the other candidates.
 *
 * @param batch all rows
 * @param rows those that predict a target token, candidate by candidate, shape {@code [C T]}
 * @param targets those tokens
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
record CandidateBatch(PackedBatch batch, int[] rows, int[] targets) {

  static CandidateBatch of(SuffixPlace place, int[] suffix, List<Candidate> candidates) {
    int[] shared = SuffixPlace.join(place.before(), suffix);
    int[] behind = place.behind();
    int total = shared.length;
    for (Candidate candidate : candidates) {
      total += ownRows(candidate, suffix, behind);
    }
    int[] tokens = Arrays.copyOf(shared, total);
    int[] gapStarts = new int[total];
    int[] gapEnds = new int[total];
    int length = place.target().length;
    int[] rows = new int[candidates.size() * length];
    int[] targets = new int[rows.length];
    int at = shared.length;
    for (int c = 0; c < candidates.size(); c++) {
      Candidate candidate = candidates.get(c);
      int end = at + ownRows(candidate, suffix, behind);
      int tail = suffix.length - candidate.position() - 1;
      tokens[at] = candidate.token();
      System.arraycopy(suffix, candidate.position() + 1, tokens, at + 1, tail);
      System.arraycopy(behind, 0, tokens, at + 1 + tail, behind.length);
      Arrays.fill(gapStarts, at, end, place.before().length + candidate.position());
      Arrays.fill(gapEnds, at, end, at);
      System.arraycopy(place.targetRows(end), 0, rows, c * length, length);
      System.arraycopy(place.target(), 0, targets, c * length, length);
      at = end;
    }
    VisibleRows visible = new VisibleRows(new int[] {0, total}, gapStarts, gapEnds);
    return new CandidateBatch(new PackedBatch(tokens, visible), rows, targets);
  }

  private static int ownRows(Candidate candidate, int[] suffix, int[] behind) {
    return suffix.length - candidate.position() + behind.length;
  }
}
