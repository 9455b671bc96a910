package dev.belay.core.verify.math;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What polynomials are in. Two are the same when their keys are.
 *
 * @param kind what it is
 * @param key names it, and orders generators
 * @param prime of {@link Kind#RADICAL} and {@link Kind#LOGARITHM}; null otherwise
 */
record Generator(Kind kind, String key, @Nullable BigInteger prime)
    implements Comparable<Generator> {

  /** What a generator is. */
  enum Kind {
    /** The imaginary unit. */
    IMAGINARY,
    /** A prime number, under powers between 0 and 1. */
    RADICAL,
    PI,
    E,
    /** The natural logarithm of a prime number. */
    LOGARITHM,
    VARIABLE,
    /** A function or power that is not taken apart. */
    OPAQUE;

    /** Whether it stands for a positive real number. */
    boolean isPositive() {
      return this == RADICAL || this == PI || this == E || this == LOGARITHM;
    }
  }

  static final Generator I = new Generator(Kind.IMAGINARY, "0i", null);
  static final Generator PI = new Generator(Kind.PI, "2pi", null);
  static final Generator E = new Generator(Kind.E, "3e", null);

  static Generator radical(BigInteger prime) {
    return new Generator(Kind.RADICAL, "1" + prime, prime);
  }

  static Generator logarithm(BigInteger prime) {
    return new Generator(Kind.LOGARITHM, "4" + prime, prime);
  }

  static Generator variable(String name) {
    return new Generator(Kind.VARIABLE, "5" + name, null);
  }

  static Generator opaque(String key) {
    return new Generator(Kind.OPAQUE, "6" + key, null);
  }

  @Override
  public int compareTo(Generator other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Generator generator && key.equals(generator.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return key;
  }
}
