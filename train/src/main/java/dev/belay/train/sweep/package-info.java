/** Sweeps at work: cells as child processes, here or on a cluster, and what they found, pooled. */
@NullMarked
package dev.belay.train.sweep;

import org.jspecify.annotations.NullMarked;
