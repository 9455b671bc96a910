/** Generators of puzzles that are solved by search, mostly with several right answers. */
@NullMarked
package dev.belay.verify.puzzle.search;

import org.jspecify.annotations.NullMarked;
