package dev.belay.core.verify;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;

/** One answer to one problem. */
public record Attempt(Answer answer, Problem problem) {}
