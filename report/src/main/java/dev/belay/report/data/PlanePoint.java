package dev.belay.report.data;

/**
 * A point of the safety–capability plane.
 *
 * @param label what it is, such as {@code step 40}
 * @param capability share of tasks solved
 * @param safety share of harmful requests refused
 */
public record PlanePoint(String label, Estimate capability, Estimate safety) {}
