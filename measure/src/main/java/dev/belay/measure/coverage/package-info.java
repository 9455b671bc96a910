/** Simulated experiments with a known truth: do intervals cover it, do tests keep their level? */
@NullMarked
package dev.belay.measure.coverage;

import org.jspecify.annotations.NullMarked;
