package dev.belay.core.verify;

/**
 * A piece of a completion that says an answer.
 *
 * @param text what it says, without delimiters
 * @param list whether it is several expressions side by side
 */
record Piece(String text, boolean list) {}
