/** What generators of puzzles are made of: parameters, chance, prompts, and checks by kind. */
@NullMarked
package dev.belay.verify.puzzle.generator;

import org.jspecify.annotations.NullMarked;
