/** {@code belay doctor}: what this machine can do and what is missing. */
@NullMarked
package dev.belay.cli.doctor;

import org.jspecify.annotations.NullMarked;
