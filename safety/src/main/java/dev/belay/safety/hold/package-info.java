/** The farthest weights on the way from a base to a tuned model at which safety still holds. */
@NullMarked
package dev.belay.safety.hold;

import org.jspecify.annotations.NullMarked;
