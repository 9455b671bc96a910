/** Completions scored under two sets of weights, and kept. */
@NullMarked
package dev.belay.session.drift;

import org.jspecify.annotations.NullMarked;
