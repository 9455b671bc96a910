/** What a report is made of: small immutable records, read from folders once. */
@NullMarked
package dev.belay.report.data;

import org.jspecify.annotations.NullMarked;
