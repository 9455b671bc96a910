/**
 * Before training: how often the model solves each training prompt, and how many groups will have
 * signal.
 */
@NullMarked
package dev.belay.train.signal;

import org.jspecify.annotations.NullMarked;
