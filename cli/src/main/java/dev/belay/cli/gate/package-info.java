/** {@code belay gate}: lets a build go on, or stops it, by a model's safety before and after. */
@NullMarked
package dev.belay.cli.gate;

import org.jspecify.annotations.NullMarked;
