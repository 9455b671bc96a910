package dev.belay.torch.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A piece of attention that one worker does alone: one key and value head of one sequence, for some
 * of its queries.
 *
 * @param firstRow the sequence's first row in the batch
 * @param keyValueHead the head
 * @param firstQuery first query, counted in the sequence
 * @param endQuery after the last query; no key lies beyond
 */
record AttentionItem(int firstRow, int keyValueHead, int firstQuery, int endQuery) {

  /** The items of a packed batch, heaviest first; at most {@code chunk} queries in each. */
  static List<AttentionItem> of(int[] starts, int keyValueHeads, int chunk) {
    List<AttentionItem> items = new ArrayList<>();
    for (int s = 0; s + 1 < starts.length; s++) {
      int length = starts[s + 1] - starts[s];
      for (int from = 0; from < length; from += chunk) {
        for (int head = 0; head < keyValueHeads; head++) {
          int end = Math.min(length, from + chunk);
          items.add(new AttentionItem(starts[s], head, from, end));
        }
      }
    }
    items.sort(Comparator.comparingLong(AttentionItem::pairs).reversed());
    return items;
  }

  /** Pairs of a query and a key that it sees, about. */
  private long pairs() {
    return ((long) endQuery * endQuery - (long) firstQuery * firstQuery) / 2;
  }
}
