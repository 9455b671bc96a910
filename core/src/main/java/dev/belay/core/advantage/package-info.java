/** From rewards to advantages, on plain arrays. */
@NullMarked
package dev.belay.core.advantage;

import org.jspecify.annotations.NullMarked;
