/** Benchmarks: versioned sets of prompts with source, licence and checksum, and their loaders. */
@NullMarked
package dev.belay.safety.benchmark;

import org.jspecify.annotations.NullMarked;
