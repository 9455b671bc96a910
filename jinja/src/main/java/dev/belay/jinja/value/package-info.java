/** Values of a template and Python's semantics for them: truth, text, order, arithmetic. */
@NullMarked
package dev.belay.jinja.value;

import org.jspecify.annotations.NullMarked;
