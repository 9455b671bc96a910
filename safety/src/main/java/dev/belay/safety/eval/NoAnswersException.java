package dev.belay.safety.eval;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/** An evaluation that cannot be: the model answered none of its prompts. */
public final class NoAnswersException extends UncheckedIOException {
  @Serial private static final long serialVersionUID = 1L;

  NoAnswersException(String message) {
    super(message, new IOException(message));
  }
}
