/** How far a policy moved on the prompts whose safety is measured, and what that bounds. */
@NullMarked
package dev.belay.safety.drift;

import org.jspecify.annotations.NullMarked;
