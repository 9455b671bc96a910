/**
 * What the KL to the reference says of safety: drift of the optimum, bounds, budgets, estimates.
 *
 * <p>One class a formula; each names its section of the drift specification, which {@code
 * docs/theory.md} tells in prose. Natural logarithms, KL in nats, {@code t = 1/beta}.
 */
@NullMarked
package dev.belay.core.drift;

import org.jspecify.annotations.NullMarked;
