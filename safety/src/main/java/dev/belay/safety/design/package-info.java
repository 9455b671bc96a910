/** Before an evaluation: what its prompts can show, and what it will cost. */
@NullMarked
package dev.belay.safety.design;

import org.jspecify.annotations.NullMarked;
