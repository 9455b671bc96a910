/** The drift of safety that training would bring, predicted from completions of the base alone. */
@NullMarked
package dev.belay.safety.prediction;

import org.jspecify.annotations.NullMarked;
