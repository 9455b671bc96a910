/** Evaluations of models on this machine and behind servers, kept as folders. */
@NullMarked
package dev.belay.session.evaluate;

import org.jspecify.annotations.NullMarked;
