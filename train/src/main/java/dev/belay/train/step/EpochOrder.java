package dev.belay.train.step;

import dev.belay.core.model.Seeds;
import java.util.Random;

/**
 * Which samples each step uses: every epoch is a shuffle of its own, and a step's share depends on
 * the seed and the step alone, so that a resumed run goes on where it was.
 */
public final class EpochOrder {

  private final int samples;
  private final long seed;
  private long shuffledEpoch = -1;
  private int[] shuffled = new int[0];

  /**
   * An order over {@code samples} samples.
   *
   * @param samples at least 1
   */
  public EpochOrder(int samples, long seed) {
    if (samples < 1) {
      throw new IllegalArgumentException("there is nothing to train on");
    }
    this.samples = samples;
    this.seed = seed;
  }

  /**
   * The indices of one step's samples.
   *
   * @param step from 1
   * @param count samples a step
   */
  public int[] ofStep(long step, int count) {
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      long position = (step - 1) * count + i;
      chosen[i] = epoch(position / samples)[(int) (position % samples)];
    }
    return chosen;
  }

  private int[] epoch(long epoch) {
    if (epoch != shuffledEpoch) {
      shuffled = shuffle(new Random(Seeds.derive(seed, "epoch", epoch)));
      shuffledEpoch = epoch;
    }
    return shuffled;
  }

  private int[] shuffle(Random random) {
    int[] order = new int[samples];
    for (int i = 0; i < samples; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
