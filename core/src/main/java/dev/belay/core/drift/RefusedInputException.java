package dev.belay.core.drift;

/** A formula was asked for a value outside its domain (drift specification §0). */
public final class RefusedInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    NON_FINITE,
    OUT_OF_RANGE,
    LENGTH,
    EMPTY,
    TOO_FEW,
    NOT_NORMALISED,
    UNINFORMATIVE_JUDGE
  }

  private final Reason reason;

  RefusedInputException(Reason reason, String section, String message) {
    super("drift specification §" + section + ": " + message);
    this.reason = reason;
  }

  /** Why, for programs. */
  public Reason reason() {
    return reason;
  }
}
