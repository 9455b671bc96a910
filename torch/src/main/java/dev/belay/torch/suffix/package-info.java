/**
 * Looks, with a model's weights, for tokens that make it go on as wanted: greedy coordinate
 * gradient. It serves to measure how well one's own model withstands it.
 */
@NullMarked
package dev.belay.torch.suffix;

import org.jspecify.annotations.NullMarked;
