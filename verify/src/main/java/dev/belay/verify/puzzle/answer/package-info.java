/**
 * Reads the one answer to a puzzle out of a completion, by plain scanning; nothing is evaluated.
 */
@NullMarked
package dev.belay.verify.puzzle.answer;

import org.jspecify.annotations.NullMarked;
