/** What peers compute from the same model, data and completions. */
@NullMarked
package dev.belay.train.parity;

import org.jspecify.annotations.NullMarked;
