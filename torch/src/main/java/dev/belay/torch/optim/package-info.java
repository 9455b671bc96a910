/** Parameters and what moves them: optimizers, learning-rate schedules, gradient clipping. */
@NullMarked
package dev.belay.torch.optim;

import org.jspecify.annotations.NullMarked;
