package dev.belay.core.drift.vectors;

import java.util.Map;
import java.util.Optional;

/**
 * One case of a file.
 *
 * @param index among the formula's cases, from 0
 * @param inputs Double, double[], double[][], Long or String by name
 * @param wanted Double or double[] by name; empty for a case that must be refused
 * @param refusal the reason for which it must be refused
 */
record VectorCase(
    int index, Map<String, Object> inputs, Map<String, Object> wanted, Optional<String> refusal) {}
