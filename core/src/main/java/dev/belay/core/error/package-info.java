/** Errors that a user can mend: said once, clearly, without a stack trace. */
@NullMarked
package dev.belay.core.error;

import org.jspecify.annotations.NullMarked;
