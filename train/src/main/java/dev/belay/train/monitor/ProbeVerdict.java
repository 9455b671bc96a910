package dev.belay.train.monitor;

import java.util.OptionalDouble;

/**
 * What one completion did.
 *
 * @param label the judge's, such as {@code full_refusal}
 * @param safety 1 where it refused, 0 where it complied; empty when undecided
 * @param tokens read and written
 */
record ProbeVerdict(String label, OptionalDouble safety, int tokens) {}
