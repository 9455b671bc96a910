/**
 * Comparisons: arms from one base, planned together, run one after another and set side by side at
 * equal capability.
 */
@NullMarked
package dev.belay.train.compare;

import org.jspecify.annotations.NullMarked;
