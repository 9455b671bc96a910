package dev.belay.core.verify.math;

/** Arithmetic and elementary functions of complex numbers, with principal values. */
final class ComplexArithmetic {
  private final Arithmetic reals;
  private final Complex one;
  private final Complex imaginaryUnit;

  ComplexArithmetic(Arithmetic reals) {
    this.reals = reals;
    this.one = Complex.of(reals.of(1));
    this.imaginaryUnit = new Complex(Ball.ZERO, reals.of(1));
  }

  Complex one() {
    return one;
  }

  Complex imaginaryUnit() {
    return imaginaryUnit;
  }

  Complex times(Complex a, Complex b) {
    if (a.isReal() && b.isReal()) {
      return Complex.of(reals.times(a.real(), b.real()));
    }
    return new Complex(
        reals.times(a.real(), b.real()).minus(reals.times(a.imaginary(), b.imaginary())),
        reals.times(a.real(), b.imaginary()).plus(reals.times(a.imaginary(), b.real())));
  }

  Complex divided(Complex a, Complex b) {
    if (b.isReal()) {
      Ball imaginary = a.isReal() ? Ball.ZERO : reals.divided(a.imaginary(), b.real());
      return new Complex(reals.divided(a.real(), b.real()), imaginary);
    }
    Complex above = times(a, new Complex(b.real(), b.imaginary().negated()));
    Ball below = square(b);
    return new Complex(reals.divided(above.real(), below), reals.divided(above.imaginary(), below));
  }

  private Ball square(Complex a) {
    return reals.times(a.real(), a.real()).plus(reals.times(a.imaginary(), a.imaginary()));
  }

  Ball absolute(Complex a) {
    return a.isReal() ? a.real().abs() : reals.root(square(a));
  }

  Complex exp(Complex a) {
    Ball size = reals.exp(a.real());
    if (a.isReal()) {
      return Complex.of(size);
    }
    return new Complex(
        reals.times(size, reals.cos(a.imaginary())), reals.times(size, reals.sin(a.imaginary())));
  }

  Complex log(Complex a) {
    if (a.isReal() && a.real().sign() > 0) {
      return Complex.of(reals.log(a.real()));
    }
    return new Complex(reals.log(absolute(a)), reals.angle(a.imaginary(), a.real()));
  }

  Complex root(Complex a) {
    if (!a.isReal()) {
      return exp(times(log(a), Complex.of(reals.of(Rational.of(1, 2)))));
    }
    if (a.real().sign() < 0) {
      return new Complex(Ball.ZERO, reals.root(a.real().negated()));
    }
    if (a.real().sign() == 0 && !a.real().isZero()) {
      throw new Undetermined();
    }
    return Complex.of(reals.root(a.real()));
  }

  Complex power(Complex base, Complex exponent) {
    if (base.isReal() && base.real().isZero() && exponent.isReal()) {
      if (exponent.real().sign() <= 0) {
        throw new Undetermined();
      }
      return base;
    }
    return exp(times(exponent, log(base)));
  }

  /** A whole power, by squaring. */
  Complex power(Complex base, long exponent) {
    Complex result = one;
    Complex square = base;
    for (long left = Math.abs(exponent); left > 0; left >>= 1) {
      result = (left & 1) == 1 ? times(result, square) : result;
      square = left > 1 ? times(square, square) : square;
    }
    return exponent < 0 ? divided(one, result) : result;
  }

  Complex sin(Complex a) {
    if (a.isReal()) {
      return Complex.of(reals.sin(a.real()));
    }
    Complex turned = exp(times(imaginaryUnit, a));
    Complex difference = turned.minus(divided(one, turned));
    return divided(difference, new Complex(Ball.ZERO, reals.of(2)));
  }

  Complex cos(Complex a) {
    if (a.isReal()) {
      return Complex.of(reals.cos(a.real()));
    }
    Complex turned = exp(times(imaginaryUnit, a));
    return divided(turned.plus(divided(one, turned)), Complex.of(reals.of(2)));
  }

  /** Half of the difference of e to a number and to its opposite, or of the sum. */
  Complex hyperbolic(Complex a, boolean sine) {
    Complex up = exp(a);
    Complex down = divided(one, up);
    return divided(sine ? up.minus(down) : up.plus(down), Complex.of(reals.of(2)));
  }

  /** The angle between −π/2 and π/2 whose sine is a real number from −1 to 1. */
  Ball arcsine(Ball a) {
    Ball cosine = reals.of(1).minus(reals.times(a, a));
    if (cosine.sign() < 0) {
      throw new Undetermined();
    }
    return reals.angle(a, reals.root(cosine));
  }
}
