/** Benchmarks of Belay itself: no product module depends on them. */
@NullMarked
package dev.belay.measure;

import org.jspecify.annotations.NullMarked;
