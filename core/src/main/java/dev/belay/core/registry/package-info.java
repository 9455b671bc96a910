/** Things that users name: verifiers, datasets, benchmarks, attacks, judges. */
@NullMarked
package dev.belay.core.registry;

import org.jspecify.annotations.NullMarked;
