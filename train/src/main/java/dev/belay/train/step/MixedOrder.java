package dev.belay.train.step;

import java.util.ArrayList;
import java.util.List;

/**
 * Two orders as one: of every {@code window} places the first {@code share} are of the one, the
 * rest of the other. A step of {@code window} samples so has the same mixture as every other.
 *
 * @param share places of a window, at least 1 and less than {@code window}
 */
public record MixedOrder<T>(PromptOrder<T> some, int share, PromptOrder<T> others, int window)
    implements PromptOrder<T> {

  public MixedOrder {
    if (share < 1 || share >= window) {
      throw new IllegalArgumentException("%d of %d places".formatted(share, window));
    }
  }

  @Override
  public List<T> from(long first, int count) {
    List<T> chosen = new ArrayList<>(count);
    for (long place = first; place < first + count; place++) {
      long whole = place / window;
      int within = (int) (place % window);
      chosen.addAll(
          within < share
              ? some.from(whole * share + within, 1)
              : others.from(whole * (window - share) + within - share, 1));
    }
    return chosen;
  }
}
