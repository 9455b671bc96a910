/** What a completion must look like: tags, JSON by a schema, a pattern, a reasoning trace. */
@NullMarked
package dev.belay.verify.format;

import org.jspecify.annotations.NullMarked;
