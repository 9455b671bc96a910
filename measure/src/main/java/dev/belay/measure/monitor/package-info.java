/** Simulated training runs with a known drift: how often alarms and certificates err, how soon. */
@NullMarked
package dev.belay.measure.monitor;

import org.jspecify.annotations.NullMarked;
