/** An interpreter of the Jinja dialect that chat templates are written in. */
@NullMarked
package dev.belay.jinja;

import org.jspecify.annotations.NullMarked;
