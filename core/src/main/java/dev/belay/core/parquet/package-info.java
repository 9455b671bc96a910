/**
 * Parquet files as rows of data: decoded by Hardwood, unpacked here, bounded before they are read.
 */
@NullMarked
package dev.belay.core.parquet;

import org.jspecify.annotations.NullMarked;
