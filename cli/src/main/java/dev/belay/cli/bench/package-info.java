/** {@code belay bench}: the speed of this machine, as JSON. */
@NullMarked
package dev.belay.cli.bench;

import org.jspecify.annotations.NullMarked;
