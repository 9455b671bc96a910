/** Attacks that look into the weights of the model under test. */
@NullMarked
package dev.belay.train.suffix;

import org.jspecify.annotations.NullMarked;
