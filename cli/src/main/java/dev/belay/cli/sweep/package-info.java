/** {@code belay sweep}: a recipe with a grid of values, run cell by cell and pooled over seeds. */
@NullMarked
package dev.belay.cli.sweep;

import org.jspecify.annotations.NullMarked;
