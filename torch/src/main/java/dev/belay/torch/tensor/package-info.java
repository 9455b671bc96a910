/** Native memory: scopes that free tensors, and typed access to addresses. */
@NullMarked
package dev.belay.torch.tensor;

import org.jspecify.annotations.NullMarked;
