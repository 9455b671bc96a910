/**
 * The decoder, of which all, some or no parameters are trained: forward and hand-written backward
 * on padding-free batches.
 */
@NullMarked
package dev.belay.torch.decoder;

import org.jspecify.annotations.NullMarked;
