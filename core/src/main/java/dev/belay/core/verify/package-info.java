/** Verifiers: programs that decide whether a completion solves its problem, and say why. */
@NullMarked
package dev.belay.core.verify;

import org.jspecify.annotations.NullMarked;
