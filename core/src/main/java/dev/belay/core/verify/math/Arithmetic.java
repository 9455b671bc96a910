package dev.belay.core.verify.math;

import java.math.BigInteger;

/**
 * Arithmetic on balls with a fixed number of bits behind the point. Every result encloses the
 * results for all numbers in the operands.
 */
final class Arithmetic {
  /** Numbers with more bits before the point than this are given up. */
  private static final int MAX_MAGNITUDE = 1 << 16;

  /** Exponential functions of larger numbers are given up. */
  private static final int MAX_EXPONENT_BITS = 10;

  private static final int MAX_ANGLE_BITS = 1024;
  private static final int STEP = 512;

  private final int bits;
  private final Budget budget;
  private final Elementary elementary;

  Arithmetic(int bits, Budget budget) {
    this.bits = bits;
    this.budget = budget;
    this.elementary = new Elementary(bits + 64);
  }

  int bits() {
    return bits;
  }

  Ball of(Rational number) {
    BigInteger[] parts =
        number.numerator().shiftLeft(bits).divideAndRemainder(number.denominator());
    return checked(parts[0], parts[1].signum() == 0 ? BigInteger.ZERO : BigInteger.ONE);
  }

  Ball of(long number) {
    return Ball.exact(BigInteger.valueOf(number).shiftLeft(bits));
  }

  private Ball checked(BigInteger middle, BigInteger error) {
    if (middle.bitLength() > bits + MAX_MAGNITUDE || error.bitLength() > bits + 8) {
      throw new Undetermined();
    }
    return new Ball(middle, error);
  }

  /** Pays for one operation that costs so many multiplications. */
  private void spend(int multiplications) {
    long words = 1L + bits / 64;
    budget.spend(multiplications * (1 + words * words / 16));
  }

  Ball times(Ball a, Ball b) {
    spend(1);
    BigInteger error =
        a.middle()
            .abs()
            .multiply(b.error())
            .add(b.middle().abs().multiply(a.error()))
            .add(a.error().multiply(b.error()));
    boolean exact = error.signum() == 0;
    BigInteger product = a.middle().multiply(b.middle());
    BigInteger middle = product.shiftRight(bits);
    if (exact && middle.shiftLeft(bits).equals(product)) {
      return checked(middle, BigInteger.ZERO);
    }
    return checked(middle, error.shiftRight(bits).add(BigInteger.TWO));
  }

  /**
   * @throws Undetermined when the divisor may be zero
   */
  Ball divided(Ball a, Ball b) {
    spend(2);
    if (b.mayBeZero()) {
      throw new Undetermined();
    }
    BigInteger quotient = a.middle().shiftLeft(bits).divide(b.middle());
    BigInteger spread =
        a.error().shiftLeft(bits).add(quotient.abs().add(BigInteger.ONE).multiply(b.error()));
    BigInteger smallest = b.middle().abs().subtract(b.error());
    return checked(quotient, spread.divide(smallest).add(BigInteger.TWO));
  }

  /** The square root of a number that is not negative, but for its error. */
  Ball root(Ball a) {
    spend(4);
    BigInteger high = a.middle().add(a.error());
    BigInteger low = a.middle().subtract(a.error()).max(BigInteger.ZERO);
    if (high.signum() < 0) {
      throw new Undetermined();
    }
    BigInteger from = low.shiftLeft(bits).sqrt();
    if (a.error().signum() == 0) {
      boolean exact = from.multiply(from).equals(low.shiftLeft(bits));
      return checked(from, exact ? BigInteger.ZERO : BigInteger.ONE);
    }
    BigInteger to = high.shiftLeft(bits).sqrt().add(BigInteger.ONE);
    BigInteger middle = from.add(to).shiftRight(1);
    return checked(middle, to.subtract(from));
  }

  Ball pi() {
    return new Ball(elementary.pi().shiftRight(64), BigInteger.ONE);
  }

  /** e to a number. */
  Ball exp(Ball a) {
    spend(40 + bits / 16);
    if (a.middle().bitLength() > bits + MAX_EXPONENT_BITS || a.error().bitLength() >= bits - 1) {
      throw new Undetermined();
    }
    int extra = Math.max(0, a.middle().shiftRight(bits).intValue() * 2);
    Elementary finer = extra > 40 ? finer(extra) : elementary;
    BigInteger value = finer.exp(a.middle().shiftLeft(finer.bits() - bits));
    BigInteger middle = value.shiftRight(finer.bits() - bits);
    BigInteger spread = middle.add(BigInteger.ONE).multiply(a.error()).shiftRight(bits - 1);
    return checked(middle, spread.add(BigInteger.TWO));
  }

  /** With so many further bits, rounded up, since constants are kept for each precision. */
  private Elementary finer(int extra) {
    int steps = 1 + extra / STEP;
    spend(200 * steps);
    return new Elementary(bits + 64 + steps * STEP);
  }

  /** The natural logarithm of a number that is surely positive. */
  Ball log(Ball a) {
    spend(60 + bits / 16);
    if (a.sign() <= 0) {
      throw new Undetermined();
    }
    BigInteger value = elementary.log(a.middle().shiftLeft(64));
    BigInteger smallest = a.middle().subtract(a.error());
    BigInteger spread = a.error().shiftLeft(bits).divide(smallest);
    return checked(value.shiftRight(64), spread.add(BigInteger.TWO));
  }

  Ball sin(Ball a) {
    return ofAngle(a, true);
  }

  Ball cos(Ball a) {
    return ofAngle(a, false);
  }

  private Ball ofAngle(Ball a, boolean sine) {
    spend(60 + bits / 8);
    if (a.isZero()) {
      return sine ? Ball.ZERO : of(1);
    }
    int magnitude = Math.max(0, a.middle().bitLength() - bits);
    if (magnitude > MAX_ANGLE_BITS) {
      throw new Undetermined();
    }
    Elementary finer = magnitude > 32 ? finer(magnitude) : elementary;
    int shift = finer.bits() - bits;
    BigInteger value = finer.sine(a.middle().shiftLeft(shift), sine ? 0 : 1);
    return checked(value.shiftRight(shift), a.error().add(BigInteger.TWO));
  }

  /** The angle of a point that is not the origin, between −π and π; sure of its side of the cut. */
  Ball angle(Ball y, Ball x) {
    spend(60 + bits / 8);
    if (x.sign() > 0) {
      return arctangent(divided(y, x));
    }
    Ball pi = pi();
    if (y.sign() != 0) {
      Ball half = new Ball(pi.middle().shiftRight(1), BigInteger.ONE);
      Ball rest = arctangent(divided(x, y));
      return (y.sign() > 0 ? half : half.negated()).minus(rest);
    }
    if (y.isZero() && x.sign() < 0) {
      return pi;
    }
    throw new Undetermined();
  }

  private Ball arctangent(Ball a) {
    if (a.isZero()) {
      return Ball.ZERO;
    }
    BigInteger value = elementary.arctangent(a.middle().shiftLeft(64));
    return checked(value.shiftRight(64), a.error().add(BigInteger.TWO));
  }
}
