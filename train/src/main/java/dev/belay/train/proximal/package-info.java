/** Weights that are pulled towards where they stood before training. */
@NullMarked
package dev.belay.train.proximal;

import org.jspecify.annotations.NullMarked;
