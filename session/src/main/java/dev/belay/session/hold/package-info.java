/** Walks from a tuned model towards its base until safety holds, on prompts of their own. */
@NullMarked
package dev.belay.session.hold;

import org.jspecify.annotations.NullMarked;
