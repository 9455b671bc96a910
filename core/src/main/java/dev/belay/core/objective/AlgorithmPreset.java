package dev.belay.core.objective;

/**
 * An algorithm under a name.
 *
 * @param algorithm its parts
 * @param source the paper, or the peer whose numbers it reproduces
 * @param note what its source has beside these parts, which a recipe says with keys of its own;
 *     empty if there is nothing
 */
public record AlgorithmPreset(Algorithm algorithm, String source, String note) {}
