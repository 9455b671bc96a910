/** A model opened with what is needed to ask it things, and judges that are models. */
@NullMarked
package dev.belay.session.model;

import org.jspecify.annotations.NullMarked;
