package dev.belay.torch.generate;

/**
 * What one call of {@link RolloutEngine#generate} needs room for.
 *
 * @param workers threads
 * @param sequences completions side by side at most
 * @param rows rows of one forward pass at most
 * @param maxPositions positions of the longest sequence
 */
record RunSize(int workers, int sequences, int rows, int maxPositions) {}
