/**
 * Text as people write it and programs save it: files packed, marked, UTF-8 or UTF-16; numbers in
 * words.
 */
@NullMarked
package dev.belay.core.text;

import org.jspecify.annotations.NullMarked;
