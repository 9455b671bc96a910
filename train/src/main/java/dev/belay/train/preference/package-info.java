/** Training on preferences: pairs of completions, given or made from verdicts, and DPO on them. */
@NullMarked
package dev.belay.train.preference;

import org.jspecify.annotations.NullMarked;
