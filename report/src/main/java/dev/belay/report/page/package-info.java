/**
 * The page as a file: HTML that is always well formed, text of strangers made harmless, scripts by
 * hash.
 */
@NullMarked
package dev.belay.report.page;

import org.jspecify.annotations.NullMarked;
