package dev.belay.train.step;

import dev.belay.core.model.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Which samples each step uses: every epoch is a shuffle of its own, and a step's share depends on
 * the seed and the step alone, so that a resumed run goes on where it was.
 */
public final class EpochOrder<T> implements PromptOrder<T> {

  private final List<T> samples;
  private final int first;
  private final long seed;
  private long shuffledEpoch = -1;
  private int[] shuffled = new int[0];

  /**
   * An order over samples.
   *
   * @param samples at least one
   */
  public EpochOrder(List<T> samples, long seed) {
    this(samples, List.of(), seed);
  }

  /**
   * An order over samples of which some come after all others in every epoch.
   *
   * @param first shuffled among themselves
   * @param last shuffled among themselves; at least one sample in all
   */
  public EpochOrder(List<T> first, List<T> last, long seed) {
    if (first.isEmpty() && last.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to train on");
    }
    List<T> all = new ArrayList<>(first);
    all.addAll(last);
    this.samples = List.copyOf(all);
    this.first = first.size();
    this.seed = seed;
  }

  /** {@inheritDoc} Each epoch has as many places as there are samples. */
  @Override
  public List<T> from(long first, int count) {
    List<T> chosen = new ArrayList<>(count);
    for (long position = first; position < first + count; position++) {
      int[] order = epoch(position / samples.size());
      chosen.add(samples.get(order[(int) (position % samples.size())]));
    }
    return chosen;
  }

  private int[] epoch(long epoch) {
    if (epoch != shuffledEpoch) {
      shuffled = shuffled(new Random(Seeds.derive(seed, "epoch", epoch)));
      shuffledEpoch = epoch;
    }
    return shuffled;
  }

  /** Fills a part of the order with its own places, shuffled. */
  private static void shuffle(int[] order, int from, int to, Random random) {
    for (int i = from; i < to; i++) {
      int j = from + random.nextInt(i - from + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private int[] shuffled(Random random) {
    int[] order = new int[samples.size()];
    shuffle(order, 0, first, random);
    shuffle(order, first, samples.size(), random);
    return order;
  }
}
