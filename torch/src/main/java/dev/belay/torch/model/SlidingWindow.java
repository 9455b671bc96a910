package dev.belay.torch.model;

import java.util.Collections;
import java.util.List;

/**
 * Layers that see only the last positions.
 *
 * @param tokens how many positions such a layer sees, the query's own included
 * @param rope how queries and keys are turned there
 * @param layers for each layer of the model whether it is one of them
 */
public record SlidingWindow(int tokens, RotaryEmbedding rope, List<Boolean> layers) {

  public SlidingWindow {
    layers = List.copyOf(layers);
  }

  /** Every layer is one of them. */
  public static SlidingWindow everywhere(int tokens, RotaryEmbedding rope, int layers) {
    return new SlidingWindow(tokens, rope, Collections.nCopies(layers, true));
  }
}
