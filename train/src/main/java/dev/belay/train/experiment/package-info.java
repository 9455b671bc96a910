/** The experiment round the training: data, model, measurements before and after, the result. */
@NullMarked
package dev.belay.train.experiment;

import org.jspecify.annotations.NullMarked;
