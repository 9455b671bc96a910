/** Tensors in files: safetensors in and out. */
@NullMarked
package dev.belay.torch.format;

import org.jspecify.annotations.NullMarked;
