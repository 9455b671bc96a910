/** The steps that training methods are made of: prompts, rollouts, rewards, updates. */
@NullMarked
package dev.belay.train.step;

import org.jspecify.annotations.NullMarked;
