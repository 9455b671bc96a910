/**
 * Reports: one self-contained HTML file made from what runs, evaluations, comparisons and sweeps
 * left.
 */
@NullMarked
package dev.belay.report;

import org.jspecify.annotations.NullMarked;
