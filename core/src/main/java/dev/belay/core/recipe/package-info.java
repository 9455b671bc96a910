/**
 * Recipes: YAML in, immutable records out, with defaults filled in and every error found at once.
 */
@NullMarked
package dev.belay.core.recipe;

import org.jspecify.annotations.NullMarked;
