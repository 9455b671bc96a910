/**
 * What the rest of Belay sees of a language model: text in, {@link
 * dev.belay.core.model.Completion}s out, and log-probabilities of given tokens.
 */
@NullMarked
package dev.belay.core.model;

import org.jspecify.annotations.NullMarked;
