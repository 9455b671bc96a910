package dev.belay.torch.model;

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
}
