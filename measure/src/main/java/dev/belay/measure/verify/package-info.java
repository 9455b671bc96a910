/** How fast verifiers are, and generated cases that they are compared with other programs on. */
@NullMarked
package dev.belay.measure.verify;

import org.jspecify.annotations.NullMarked;
