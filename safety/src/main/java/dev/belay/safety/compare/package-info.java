/** Before and after: what changed on the same prompts, how sure that is, and whether it matters. */
@NullMarked
package dev.belay.safety.compare;

import org.jspecify.annotations.NullMarked;
