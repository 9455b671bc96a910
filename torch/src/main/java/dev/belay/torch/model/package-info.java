/** Decoder models: configuration, weights by name, Hugging Face directories in and out. */
@NullMarked
package dev.belay.torch.model;

import org.jspecify.annotations.NullMarked;
