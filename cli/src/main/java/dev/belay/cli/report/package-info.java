/** {@code belay report}: one HTML file of runs, evaluations, comparisons and sweeps. */
@NullMarked
package dev.belay.cli.report;

import org.jspecify.annotations.NullMarked;
