/** The gate of a build: may a tuned model pass, judged by its evaluation before and after. */
@NullMarked
package dev.belay.safety.gate;

import org.jspecify.annotations.NullMarked;
