/** Rates, paired changes and their intervals: arithmetic on counts and scores, no models. */
@NullMarked
package dev.belay.core.stats;

import org.jspecify.annotations.NullMarked;
