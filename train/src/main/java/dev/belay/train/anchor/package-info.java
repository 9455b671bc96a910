/** The anchor: a policy held to the model before training on prompts of its own. */
@NullMarked
package dev.belay.train.anchor;

import org.jspecify.annotations.NullMarked;
