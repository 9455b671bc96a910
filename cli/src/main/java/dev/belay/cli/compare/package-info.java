/** {@code belay compare}: arms from one base, set side by side at equal capability. */
@NullMarked
package dev.belay.cli.compare;

import org.jspecify.annotations.NullMarked;
