/** Training methods, and the one loop that runs them. */
@NullMarked
package dev.belay.train.method;

import org.jspecify.annotations.NullMarked;
