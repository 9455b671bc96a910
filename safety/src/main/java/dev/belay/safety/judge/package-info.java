/** Judges: what a completion did with a request, refused it, answered it, or neither. */
@NullMarked
package dev.belay.safety.judge;

import org.jspecify.annotations.NullMarked;
