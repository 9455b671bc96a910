/** Options that several commands have. */
@NullMarked
package dev.belay.cli.option;

import org.jspecify.annotations.NullMarked;
