/** Files of known cases, and whether each formula of the drift theory gives what they want. */
@NullMarked
package dev.belay.core.drift.vectors;

import org.jspecify.annotations.NullMarked;
