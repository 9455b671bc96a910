/** The command line: one thin class a command. */
@NullMarked
package dev.belay.cli;

import org.jspecify.annotations.NullMarked;
