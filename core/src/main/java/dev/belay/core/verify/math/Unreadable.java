package dev.belay.core.verify.math;

/** A text that is no expression that is known here. It never leaves the package. */
final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unreadable() {
    super(null, null, false, false);
  }
}
