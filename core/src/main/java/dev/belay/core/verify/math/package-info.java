/**
 * Final answers of mathematics, in LaTeX or plain text: read into typed values, and compared.
 *
 * <p>{@code MathAnswer} is the way in. Everything here is bounded in time and size, never throws on
 * a text, and evaluates nothing but arithmetic.
 */
@NullMarked
package dev.belay.core.verify.math;

import org.jspecify.annotations.NullMarked;
