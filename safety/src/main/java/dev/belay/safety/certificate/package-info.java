/** What two evaluations, and the KL between their models, prove of a loss of safety. */
@NullMarked
package dev.belay.safety.certificate;

import org.jspecify.annotations.NullMarked;
