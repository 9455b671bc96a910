package dev.belay.core.verify.math;

/** A complex number, known up to errors; a real one has an imaginary part of exactly zero. */
record Complex(Ball real, Ball imaginary) {

  static Complex of(Ball real) {
    return new Complex(real, Ball.ZERO);
  }

  boolean isReal() {
    return imaginary.isZero();
  }

  Complex plus(Complex other) {
    return new Complex(real.plus(other.real), imaginary.plus(other.imaginary));
  }

  Complex minus(Complex other) {
    return new Complex(real.minus(other.real), imaginary.minus(other.imaginary));
  }

  boolean mayBeZero() {
    return real.mayBeZero() && imaginary.mayBeZero();
  }
}
