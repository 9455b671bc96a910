/** GGUF files: reading, dequantisation, and conversion into Hugging Face model directories. */
@NullMarked
package dev.belay.torch.gguf;

import org.jspecify.annotations.NullMarked;
