/** Judges that are language models trained to answer with a label, run by Belay's own engine. */
@NullMarked
package dev.belay.safety.judge.classifier;

import org.jspecify.annotations.NullMarked;
