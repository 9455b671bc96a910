/** A judge that asks a language model behind a server to grade completions by a rubric. */
@NullMarked
package dev.belay.safety.judge.rubric;

import org.jspecify.annotations.NullMarked;
