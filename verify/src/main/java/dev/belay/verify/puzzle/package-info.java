/** Generated puzzles with exact checkers: datasets, suites and the verifier {@code logic}. */
@NullMarked
package dev.belay.verify.puzzle;

import org.jspecify.annotations.NullMarked;
