package dev.belay.torch.catalog;

import java.io.IOException;

/** The hub's answer, or its silence, is final: trying again at once would not help. */
final class HubException extends IOException {
  private static final long serialVersionUID = 1L;

  HubException(String message) {
    super(message);
  }

  HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
