/** Attacks that look into the weights of the model under test. */
@NullMarked
package dev.belay.session.suffix;

import org.jspecify.annotations.NullMarked;
