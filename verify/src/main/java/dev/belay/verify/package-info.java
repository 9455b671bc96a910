/** Verifiers that need a library or the operating system, and the datasets that go with them. */
@NullMarked
package dev.belay.verify;

import org.jspecify.annotations.NullMarked;
