/** Measured errors of judges, and the rates and changes that stand behind what they observe. */
@NullMarked
package dev.belay.safety.correction;

import org.jspecify.annotations.NullMarked;
