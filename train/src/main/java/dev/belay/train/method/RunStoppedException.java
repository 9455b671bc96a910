package dev.belay.train.method;

/** The run ended early, its state saved; the message says why and how to go on. */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunStoppedException(String message) {
    super(message);
  }

  public RunStoppedException(String message, Throwable cause) {
    super(message, cause);
  }
}
