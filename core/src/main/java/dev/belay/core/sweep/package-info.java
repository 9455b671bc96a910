/** Sweeps: a recipe with a grid of values, its cells, and what the folder of a sweep holds. */
@NullMarked
package dev.belay.core.sweep;

import org.jspecify.annotations.NullMarked;
