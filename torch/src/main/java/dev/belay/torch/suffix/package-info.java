/**
 * Searches, with a model's weights, for tokens after which it begins a given completion: greedy
 * coordinate gradient. It serves to measure how well one's own model withstands it.
 */
@NullMarked
package dev.belay.torch.suffix;

import org.jspecify.annotations.NullMarked;
