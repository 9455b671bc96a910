/** {@code belay verify}: completions scored offline, and rewards attacked before training. */
@NullMarked
package dev.belay.cli.verify;

import org.jspecify.annotations.NullMarked;
