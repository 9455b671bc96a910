/**
 * Cells of a sweep as tasks of Apache Spark; started by spark-submit, it needs nothing of Belay.
 */
@NullMarked
package dev.belay.spark;

import org.jspecify.annotations.NullMarked;
