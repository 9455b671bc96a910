package dev.belay.train.step;

import java.util.List;

/** Which samples each step uses: a sequence without end that depends on nothing but the seed. */
public interface PromptOrder<T> {

  /**
   * The samples from a place in the order on.
   *
   * @param first place, from 0
   * @param count how many
   */
  List<T> from(long first, int count);

  /**
   * One step's samples, where every step uses as many.
   *
   * @param step from 1
   * @param count samples a step
   */
  default List<T> ofStep(long step, int count) {
    return from((step - 1) * count, count);
  }
}
