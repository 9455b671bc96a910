/** Samples the base on a recipe's own prompts, before any training. */
@NullMarked
package dev.belay.train.predict;

import org.jspecify.annotations.NullMarked;
