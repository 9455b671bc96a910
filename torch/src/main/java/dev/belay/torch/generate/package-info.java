/** The rollout engine: batched sampling with a key-value cache, log-probabilities kept. */
@NullMarked
package dev.belay.torch.generate;

import org.jspecify.annotations.NullMarked;
