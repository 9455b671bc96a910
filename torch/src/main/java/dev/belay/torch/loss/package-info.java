/** Losses of tokens, and the head that turns hidden states into them without the full logits. */
@NullMarked
package dev.belay.torch.loss;

import org.jspecify.annotations.NullMarked;
