/** Rewards attacked before training: completions that solve nothing, and which of them are paid. */
@NullMarked
package dev.belay.verify.audit;

import org.jspecify.annotations.NullMarked;
