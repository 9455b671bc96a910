/** Generators of puzzles about numbers. */
@NullMarked
package dev.belay.verify.puzzle.number;

import org.jspecify.annotations.NullMarked;
