/** Text files as people write them and programs save them: packed, marked, UTF-8 or UTF-16. */
@NullMarked
package dev.belay.core.text;

import org.jspecify.annotations.NullMarked;
