package dev.belay.measure.verify;

/**
 * A completion and a reference answer, and whether the one solves the other.
 *
 * @param id unique among the cases
 * @param category the kind of answer, such as {@code fraction}
 * @param completion what a model could have written
 * @param gold the reference answer
 * @param right whether the completion is correct
 */
public record MathCase(String id, String category, String completion, String gold, boolean right) {}
