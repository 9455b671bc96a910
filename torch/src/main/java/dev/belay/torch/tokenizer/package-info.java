/** Text to token ids and back, by the model's own {@code tokenizer.json}. */
@NullMarked
package dev.belay.torch.tokenizer;

import org.jspecify.annotations.NullMarked;
