/** Native libraries: unpacked once for all processes, loaded from where they lie. */
@NullMarked
package dev.belay.torch.library;

import org.jspecify.annotations.NullMarked;
