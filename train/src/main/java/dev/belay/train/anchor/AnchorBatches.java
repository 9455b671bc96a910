package dev.belay.train.anchor;

import dev.belay.core.model.Seeds;
import dev.belay.train.step.EpochOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which of the anchor's prompts an update is held on. Prompts are shuffled once and cut into
 * batches, as evenly as can be; every pass takes the batches in another order. A batch keeps its
 * prompts, so that what the reference says of it has the bits of what the policy says of it.
 *
 * @param <T> a prompt
 */
final class AnchorBatches<T> {

  private final List<List<T>> batches;
  private final EpochOrder<Integer> order;

  /**
   * Batches of prompts.
   *
   * @param prompts at least one
   * @param size most prompts of a batch
   * @param seed of the run
   */
  AnchorBatches(List<T> prompts, int size, long seed) {
    List<T> shuffled = new ArrayList<>(prompts);
    Collections.shuffle(shuffled, new Random(Seeds.derive(seed, "anchor batches")));
    int n = shuffled.size();
    int count = (n + size - 1) / size;
    List<List<T>> cut = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cut.add(List.copyOf(shuffled.subList(start(i, count, n), start(i + 1, count, n))));
    }
    this.batches = List.copyOf(cut);
    this.order =
        new EpochOrder<>(
            IntStream.range(0, count).boxed().toList(), Seeds.derive(seed, "anchor order"));
  }

  private static int start(int batch, int count, int prompts) {
    return (int) ((long) batch * prompts / count);
  }

  /** Number of batches. */
  int count() {
    return batches.size();
  }

  /** The prompts of a batch. */
  List<T> batch(int index) {
    return batches.get(index);
  }

  /**
   * The batch of an update.
   *
   * @param update from 1
   */
  int ofUpdate(long update) {
    return order.ofStep(update, 1).getFirst();
  }
}
