package dev.belay.torch.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A model that is known could not be fetched from any source. The message says which were tried,
 * why each failed, and what to do.
 */
public final class ModelUnavailableException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  ModelUnavailableException(String message, IOException cause) {
    super(message, cause);
  }
}
