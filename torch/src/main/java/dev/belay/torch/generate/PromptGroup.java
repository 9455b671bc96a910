package dev.belay.torch.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Requests with equal prompts. All tokens of the prompt but the last, its prefix, are computed
 * once; each member starts from their cache, with the last token as its first row.
 */
final class PromptGroup {

  private final int[] prompt;
  private final Deque<Integer> waiting;
  private final List<Sequence> admitted = new ArrayList<>();
  private final BlockTable prefix;
  private boolean begun;
  private int computed;

  /**
   * @param members indices of the requests
   * @param prefix an empty table with room for the prefix
   */
  PromptGroup(int[] prompt, Collection<Integer> members, BlockTable prefix) {
    this.prompt = prompt;
    this.waiting = new ArrayDeque<>(members);
    this.prefix = prefix;
  }

  int promptLength() {
    return prompt.length;
  }

  /** Whether a member has been admitted. */
  boolean isBegun() {
    return begun;
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** The index of the next member's request. */
  int nextWaiting() {
    return waiting.remove();
  }

  /** Takes in a member; it can run after the next {@link #release} of the computed prefix. */
  void admit(Sequence member) {
    begun = true;
    admitted.add(member);
  }

  /** Adds as many of the rows that are still to compute as fit. */
  void addRows(StepRows rows) {
    while (rows.free() > 0 && !isComputed()) {
      rows.add(prompt[computed], computed, prefix);
      computed++;
    }
  }

  boolean isComputed() {
    return computed == prompt.length - 1;
  }

  /**
   * Gives every admitted sequence the computed prefix; they are ready to run. The prefix goes when
   * nobody waits for it any more.
   */
  List<Sequence> release() {
    List<Sequence> ready = List.copyOf(admitted);
    ready.forEach(sequence -> sequence.table().fork(prefix, computed));
    admitted.clear();
    if (!hasWaiting()) {
      prefix.release();
    }
    return ready;
  }
}
