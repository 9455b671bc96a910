package dev.belay.core.verify.math;

import java.math.BigInteger;

/**
 * A real number that is known up to an error: it lies within {@code error} of {@code middle}, both
 * in units of the last place of an {@link Arithmetic}.
 */
record Ball(BigInteger middle, BigInteger error) {
  static final Ball ZERO = exact(BigInteger.ZERO);

  static Ball exact(BigInteger middle) {
    return new Ball(middle, BigInteger.ZERO);
  }

  Ball plus(Ball other) {
    return new Ball(middle.add(other.middle), error.add(other.error));
  }

  Ball minus(Ball other) {
    return new Ball(middle.subtract(other.middle), error.add(other.error));
  }

  Ball negated() {
    return new Ball(middle.negate(), error);
  }

  /** Wider by so many units. */
  Ball widened(long units) {
    return new Ball(middle, error.add(BigInteger.valueOf(units)));
  }

  boolean isZero() {
    return middle.signum() == 0 && error.signum() == 0;
  }

  boolean mayBeZero() {
    return middle.abs().compareTo(error) <= 0;
  }

  /** 1 or -1 where the sign is sure; 0 where it is not, and for zero. */
  int sign() {
    return mayBeZero() ? 0 : middle.signum();
  }

  Ball abs() {
    return middle.signum() < 0 ? negated() : this;
  }
}
