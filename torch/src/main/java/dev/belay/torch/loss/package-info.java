/** The language-model head: objectives of tokens from hidden states, without the full logits. */
@NullMarked
package dev.belay.torch.loss;

import org.jspecify.annotations.NullMarked;
