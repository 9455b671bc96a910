package dev.belay.core.data;

/**
 * A sum or difference of two numbers from 0 to 99, with an answer of at least 0. A sum is the same
 * fact in either order: {@code left >= right} always.
 *
 * @param left the larger operand
 * @param operator {@code '+'} or {@code '-'}
 * @param right the smaller operand
 */
record ArithmeticFact(int left, char operator, int right) {

  ArithmeticFact {
    if (left < right || right < 0 || left > 99 || (operator != '+' && operator != '-')) {
      throw new IllegalArgumentException("not a fact: " + left + operator + right);
    }
  }

  int answer() {
    return operator == '+' ? left + right : left - right;
  }

  /** How many of the operands have two digits. */
  int longOperands() {
    return (left > 9 ? 1 : 0) + (right > 9 ? 1 : 0);
  }

  String key() {
    return left + String.valueOf(operator) + right;
  }
}
