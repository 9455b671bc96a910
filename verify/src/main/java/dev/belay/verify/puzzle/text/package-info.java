/** Generators of puzzles about letters and words. */
@NullMarked
package dev.belay.verify.puzzle.text;

import org.jspecify.annotations.NullMarked;
