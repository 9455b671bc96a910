package dev.belay.safety.correction;

import dev.belay.core.stats.Interval;

/**
 * A rate or a change without the judge's errors.
 *
 * @param value with the errors of all audits together
 * @param interval of it, the audits' own uncertainty included
 * @param lowest the lowest value that the errors of a single audit give
 * @param highest the highest
 */
public record Corrected(double value, Interval interval, double lowest, double highest) {}
