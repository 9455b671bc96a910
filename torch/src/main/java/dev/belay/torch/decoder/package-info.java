/** The trainable decoder: forward and hand-written backward on padding-free batches. */
@NullMarked
package dev.belay.torch.decoder;

import org.jspecify.annotations.NullMarked;
