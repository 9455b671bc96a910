/** What identifies texts, files and decisions: SHA-256. */
@NullMarked
package dev.belay.core.hash;

import org.jspecify.annotations.NullMarked;
