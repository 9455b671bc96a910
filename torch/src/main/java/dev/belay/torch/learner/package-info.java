/** What training sees of a model in training, and its implementation on this processor. */
@NullMarked
package dev.belay.torch.learner;

import org.jspecify.annotations.NullMarked;
