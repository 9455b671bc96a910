package dev.belay.core.drift;

/**
 * By how much safety can fall and rise at most.
 *
 * @param maxDrop 0 or more
 * @param maxRise 0 or more
 */
public record ChangeBounds(double maxDrop, double maxRise) {}
