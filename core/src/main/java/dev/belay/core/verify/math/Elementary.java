package dev.belay.core.verify.math;

import java.math.BigInteger;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Elementary functions of fixed-point numbers, by range reduction and Taylor series. Each result is
 * off by less than 2<sup>48</sup> units of the last place, which the caller shifts out; so are
 * numbers up to 2<sup>16</sup> in size.
 */
final class Elementary {
  /** Constants by their bits; only few precisions are used. */
  private static final ConcurrentHashMap<Integer, BigInteger[]> CONSTANTS =
      new ConcurrentHashMap<>();

  private static final int MAX_KEPT = 64;
  private static final int HALVINGS = 8;

  private final int bits;
  private final BigInteger one;

  Elementary(int bits) {
    this.bits = bits;
    this.one = BigInteger.ONE.shiftLeft(bits);
  }

  int bits() {
    return bits;
  }

  private BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b).shiftRight(bits);
  }

  private BigInteger over(BigInteger a, BigInteger b) {
    return a.shiftLeft(bits).divide(b);
  }

  /** π; below, ln 2. */
  BigInteger pi() {
    return constants()[0];
  }

  private BigInteger logarithmOfTwo() {
    return constants()[1];
  }

  private BigInteger[] constants() {
    BigInteger[] kept = CONSTANTS.get(bits);
    if (kept == null) {
      kept = new BigInteger[] {computedPi(), computedLogarithmOfTwo()};
      if (CONSTANTS.size() < MAX_KEPT) {
        CONSTANTS.put(bits, kept);
      }
    }
    return kept;
  }

  /** Machin: π = 16 arctan 1/5 − 4 arctan 1/239. */
  private BigInteger computedPi() {
    return inverseSeries(5, true).shiftLeft(4).subtract(inverseSeries(239, true).shiftLeft(2));
  }

  /** ln 2 = 18 artanh 1/26 − 2 artanh 1/4801 + 8 artanh 1/8749. */
  private BigInteger computedLogarithmOfTwo() {
    return inverseSeries(26, false)
        .multiply(BigInteger.valueOf(18))
        .subtract(inverseSeries(4801, false).shiftLeft(1))
        .add(inverseSeries(8749, false).shiftLeft(3));
  }

  /** arctan 1/n, or artanh 1/n. */
  private BigInteger inverseSeries(long n, boolean alternating) {
    BigInteger square = BigInteger.valueOf(n * n);
    BigInteger power = one.divide(BigInteger.valueOf(n));
    BigInteger sum = power;
    for (long k = 3; power.signum() != 0; k += 2) {
      power = power.divide(square);
      BigInteger term = power.divide(BigInteger.valueOf(k));
      sum = alternating && k % 4 == 3 ? sum.subtract(term) : sum.add(term);
    }
    return sum;
  }

  /** e to a number. */
  BigInteger exp(BigInteger x) {
    BigInteger two = logarithmOfTwo();
    BigInteger whole = x.divide(two);
    BigInteger rest = x.subtract(whole.multiply(two)).shiftRight(HALVINGS);
    BigInteger term = one;
    BigInteger sum = one;
    for (long k = 1; term.signum() != 0; k++) {
      term = times(term, rest).divide(BigInteger.valueOf(k));
      sum = sum.add(term);
    }
    for (int i = 0; i < HALVINGS; i++) {
      sum = times(sum, sum);
    }
    int shift = whole.intValue();
    return shift >= 0 ? sum.shiftLeft(shift) : sum.shiftRight(-shift);
  }

  /** The natural logarithm of a positive number. */
  BigInteger log(BigInteger x) {
    int shift = x.bitLength() - bits;
    BigInteger near = shift >= 0 ? x.shiftRight(shift) : x.shiftLeft(-shift);
    for (int i = 0; i < HALVINGS; i++) {
      near = near.shiftLeft(bits).sqrt();
    }
    BigInteger ratio = over(near.subtract(one), near.add(one));
    BigInteger square = times(ratio, ratio);
    BigInteger power = ratio;
    BigInteger sum = ratio;
    for (long k = 3; power.abs().compareTo(BigInteger.ONE) > 0; k += 2) {
      power = times(power, square);
      sum = sum.add(power.divide(BigInteger.valueOf(k)));
    }
    BigInteger exponent = logarithmOfTwo().multiply(BigInteger.valueOf(shift));
    return sum.shiftLeft(HALVINGS + 1).add(exponent);
  }

  /** The sine of an angle and so many quarters of a turn. */
  BigInteger sine(BigInteger x, int quarters) {
    BigInteger quarter = pi().shiftRight(1);
    BigInteger turns = x.add(quarter.shiftRight(1)).divide(quarter);
    BigInteger rest = x.subtract(turns.multiply(quarter));
    int phase = (turns.mod(BigInteger.valueOf(4)).intValue() + quarters) % 4;
    BigInteger value = phase % 2 == 0 ? series(rest, rest, 2) : series(one, rest, 1);
    return phase < 2 ? value : value.negate();
  }

  private BigInteger series(BigInteger first, BigInteger x, long from) {
    BigInteger square = times(x, x);
    BigInteger term = first;
    BigInteger sum = first;
    for (long k = from; term.abs().compareTo(BigInteger.ONE) > 0; k += 2) {
      term = times(term, square).divide(BigInteger.valueOf(k * (k + 1))).negate();
      sum = sum.add(term);
    }
    return sum;
  }

  /** The arctangent. */
  BigInteger arctangent(BigInteger x) {
    if (x.abs().compareTo(one) > 0) {
      BigInteger half = pi().shiftRight(1);
      BigInteger rest = arctangent(over(one, x));
      return x.signum() > 0 ? half.subtract(rest) : half.negate().subtract(rest);
    }
    BigInteger near = x;
    for (int i = 0; i < HALVINGS; i++) {
      BigInteger root = one.add(times(near, near)).shiftLeft(bits).sqrt();
      near = over(near, one.add(root));
    }
    BigInteger square = times(near, near);
    BigInteger power = near;
    BigInteger sum = near;
    for (long k = 3; power.abs().compareTo(BigInteger.ONE) > 0; k += 2) {
      power = times(power, square).negate();
      sum = sum.add(power.divide(BigInteger.valueOf(k)));
    }
    return sum.shiftLeft(HALVINGS);
  }
}
