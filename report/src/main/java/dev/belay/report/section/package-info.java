/** The sections of a report, one class each, in the order that a reader needs them. */
@NullMarked
package dev.belay.report.section;

import org.jspecify.annotations.NullMarked;
