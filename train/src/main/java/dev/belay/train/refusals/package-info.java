/** The model's own refusals and answers gone over again in every update of any method. */
@NullMarked
package dev.belay.train.refusals;

import org.jspecify.annotations.NullMarked;
