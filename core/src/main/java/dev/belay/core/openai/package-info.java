/**
 * A client of servers that speak the OpenAI protocol: patient with a server that restarts, strict
 * with what it answers. Evaluations of served models and judges behind a server share it.
 */
@NullMarked
package dev.belay.core.openai;

import org.jspecify.annotations.NullMarked;
