/**
 * The drift theory put to the test: bounds on random laws, and tabular policies trained by Belay.
 */
@NullMarked
package dev.belay.measure.drift;

import org.jspecify.annotations.NullMarked;
