package dev.belay.torch.tensor;

import java.util.OptionalInt;

/**
 * A number that training cannot go on with: infinite or not a number. The message says which one
 * (row and token, or parameter and element) and what was found.
 */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  private final int row;

  public NonFiniteException(String message) {
    this(message, -1);
  }

  /**
   * One that came up at a row of a batch.
   *
   * @param row its number among the chosen rows
   */
  public NonFiniteException(String message, int row) {
    super(message);
    this.row = row;
  }

  /** The chosen row where it came up, by which the trainer finds the sample. */
  public OptionalInt row() {
    return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
  }
}
