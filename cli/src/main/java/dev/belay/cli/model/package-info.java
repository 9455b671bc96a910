/** {@code belay model}: fetching, importing and looking at models. */
@NullMarked
package dev.belay.cli.model;

import org.jspecify.annotations.NullMarked;
