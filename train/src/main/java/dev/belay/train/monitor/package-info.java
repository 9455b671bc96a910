/**
 * The monitor: probe prompts asked while a model trains, alarms that may be looked at at any time,
 * and the certificate of the model that training leaves.
 */
@NullMarked
package dev.belay.train.monitor;

import org.jspecify.annotations.NullMarked;
