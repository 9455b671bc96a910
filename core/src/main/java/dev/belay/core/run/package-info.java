/**
 * The run directory: what a run leaves behind, written so that a kill at any moment loses nothing.
 */
@NullMarked
package dev.belay.core.run;

import org.jspecify.annotations.NullMarked;
