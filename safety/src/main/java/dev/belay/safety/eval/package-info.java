/**
 * Runs evaluations: prompts of suites through a model, each completion judged and written down, so
 * that an interrupted evaluation goes on where it stopped and a better judge can read old ones.
 */
@NullMarked
package dev.belay.safety.eval;

import org.jspecify.annotations.NullMarked;
