package dev.belay.core.objective;

/**
 * A part of an algorithm, written out.
 *
 * @param text with the numbers in it
 * @param source where it comes from
 */
public record Formula(String text, String source) {}
