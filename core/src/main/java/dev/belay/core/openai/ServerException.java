package dev.belay.core.openai;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;

/**
 * A server that did not answer, or not as the protocol says. What was done before is kept by
 * whoever asked; the message says why it failed.
 */
public final class ServerException extends UncheckedIOException {
  @Serial private static final long serialVersionUID = 1L;

  ServerException(String message) {
    super(message, new IOException(message));
  }

  ServerException(String message, IOException cause) {
    super(message, cause);
  }
}
