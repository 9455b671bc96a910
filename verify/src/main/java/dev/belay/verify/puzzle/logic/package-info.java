/** Generators of puzzles that ask what follows from what is said. */
@NullMarked
package dev.belay.verify.puzzle.logic;

import org.jspecify.annotations.NullMarked;
