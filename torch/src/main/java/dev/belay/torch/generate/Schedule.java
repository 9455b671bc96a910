package dev.belay.torch.generate;

import static java.util.Objects.requireNonNull;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides the rows of each forward pass: one for every completion in the making, and, as places and
 * memory allow, those of the prompts that come next. A finished completion's place is taken at
 * once. Used by one thread at a time, but for {@link #cancel}.
 */
final class Schedule {

  private final List<GenerationRequest> requests;
  private final SequenceFactory factory;
  private final int places;
  private final IntConsumer onFinished;

  private final Deque<PromptGroup> waiting = new ArrayDeque<>();
  private final List<PromptGroup> computing = new ArrayList<>();
  private final List<Sequence> running = new ArrayList<>();
  private final List<Recomputation> recomputing = new ArrayList<>();
  private final @Nullable Completion[] completions;
  private int occupied;
  private int finished;
  private volatile boolean cancelled;

  /**
   * @param places completions side by side at most
   */
  Schedule(
      List<GenerationRequest> requests,
      SequenceFactory factory,
      int places,
      IntConsumer onFinished) {
    this.requests = requests;
    this.factory = factory;
    this.places = places;
    this.onFinished = onFinished;
    this.completions = new @Nullable Completion[requests.size()];
    Map<IntBuffer, List<Integer>> byPrompt = new LinkedHashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      IntBuffer prompt = IntBuffer.wrap(requests.get(i).promptTokenIds());
      byPrompt.computeIfAbsent(prompt, _ -> new ArrayList<>()).add(i);
    }
    byPrompt.forEach(
        (prompt, members) ->
            waiting.add(
                new PromptGroup(prompt.array(), members, factory.prefix(prompt.capacity()))));
  }

  /** Makes {@link #fill} throw; from any thread. */
  void cancel() {
    cancelled = true;
  }

  /**
   * Fills in the next pass: the rows of {@link #running} first, in its order, with logits.
   *
   * @return false when all completions are finished
   */
  boolean fill(StepRows rows) {
    if (cancelled) {
      throw new CancellationException("generation was interrupted");
    }
    admit();
    restartLong();
    rows.clear();
    running.forEach(s -> rows.addWithLogits(s.lastToken(), s.lastPosition(), s.table()));
    recomputing.forEach(one -> one.addRows(rows));
    computing.forEach(group -> group.addRows(rows));
    return rows.count() > 0;
  }

  /** Takes out what has become long a token ago: its cache is that of a short sequence. */
  private void restartLong() {
    for (Iterator<Sequence> all = running.iterator(); all.hasNext(); ) {
      Sequence sequence = all.next();
      if (factory.isBeyond(sequence.lastPosition() + 1) && !sequence.table().isBeyond()) {
        all.remove();
        sequence.table().restartBeyond();
        recomputing.add(new Recomputation(sequence));
      }
    }
  }

  private void admit() {
    while (occupied < places && !waiting.isEmpty()) {
      PromptGroup group = waiting.peek();
      if (!factory.pool().reserve(blocksForNext(group))) {
        return;
      }
      admitNext(group);
    }
  }

  private int blocksForNext(PromptGroup group) {
    int own = factory.ownBlocks(group.promptLength());
    return group.isBegun() ? own : own + factory.prefixBlocks(group.promptLength());
  }

  private void admitNext(PromptGroup group) {
    if (!group.isBegun()) {
      computing.add(group);
    }
    int index = group.nextWaiting();
    group.admit(factory.sequence(index, requests.get(index)));
    occupied++;
    if (!group.hasWaiting()) {
      waiting.remove();
    }
    if (group.isComputed()) {
      computing.remove(group);
      running.addAll(group.release());
    }
  }

  /** The sequences whose logits the last pass computed. */
  List<Sequence> running() {
    return running;
  }

  /** Takes stock after a pass and the draws from its logits. */
  void advance() {
    for (Iterator<Sequence> all = running.iterator(); all.hasNext(); ) {
      Sequence sequence = all.next();
      if (sequence.isFinished()) {
        all.remove();
        finish(sequence);
      }
    }
    for (Iterator<PromptGroup> all = computing.iterator(); all.hasNext(); ) {
      PromptGroup group = all.next();
      if (group.isComputed()) {
        all.remove();
        running.addAll(group.release());
      }
    }
    for (Iterator<Recomputation> all = recomputing.iterator(); all.hasNext(); ) {
      Recomputation one = all.next();
      if (one.isComputed()) {
        all.remove();
        running.add(one.sequence());
      }
    }
  }

  private void finish(Sequence sequence) {
    completions[sequence.index()] = sequence.completion();
    sequence.table().release();
    occupied--;
    onFinished.accept(++finished);
  }

  /** The completions, in the order of the requests. */
  List<Completion> completions() {
    return Arrays.stream(completions).map(c -> requireNonNull(c)).toList();
  }
}
