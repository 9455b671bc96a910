package dev.belay.torch.tensor;

/**
 * A number that training cannot go on with: infinite or not a number. The message says which one
 * (row and token, or parameter and element) and what was found.
 */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  public NonFiniteException(String message) {
    super(message);
  }
}
