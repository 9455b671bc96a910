/** Runs of several seeds, pooled: what other seeds and other prompts would have changed by. */
@NullMarked
package dev.belay.train.pool;

import org.jspecify.annotations.NullMarked;
