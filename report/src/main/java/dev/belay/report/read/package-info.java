/**
 * Folders of runs, evaluations, comparisons and sweeps, also of earlier versions, read for a
 * report.
 */
@NullMarked
package dev.belay.report.read;

import org.jspecify.annotations.NullMarked;
