/** JSON as files and servers have it. */
@NullMarked
package dev.belay.core.json;

import org.jspecify.annotations.NullMarked;
