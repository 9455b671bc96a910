/**
 * Curves of models in the plane of capability and safety, compared where their capability is the
 * same.
 */
@NullMarked
package dev.belay.safety.curve;

import org.jspecify.annotations.NullMarked;
