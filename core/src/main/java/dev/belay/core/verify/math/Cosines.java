package dev.belay.core.verify.math;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Cosines of multiples of a fifth and a twelfth of half a turn, in roots. */
final class Cosines {
  private static final Rational HALF = Rational.of(1, 2);
  private static final Rational QUARTER = Rational.of(1, 4);

  private Cosines() {}

  /** The cosine of so many half turns; null where it is not known. */
  static @Nullable Polynomial ofHalfTurns(Rational halfTurns, ExactForm forms, Budget budget) {
    BigInteger turns = halfTurns.times(HALF).floor();
    Rational rest = halfTurns.plus(Rational.of(turns.shiftLeft(1).negate()));
    Rational one = Rational.of(1, 1);
    Rational folded = rest.compareTo(one) > 0 ? Rational.of(2, 1).plus(rest.negated()) : rest;
    boolean obtuse = folded.compareTo(HALF) > 0;
    Rational acute = obtuse ? one.plus(folded.negated()) : folded;
    Polynomial cosine = ofAcute(acute, forms, budget);
    return cosine == null || !obtuse ? cosine : cosine.negated(budget);
  }

  private static @Nullable Polynomial ofAcute(Rational x, ExactForm forms, Budget budget) {
    return switch (x.toString()) {
      case "0" -> Polynomial.ONE;
      case "1/2" -> Polynomial.ZERO;
      case "1/3" -> Polynomial.of(HALF);
      case "1/4" -> root(2, forms).times(HALF, budget);
      case "1/6" -> root(3, forms).times(HALF, budget);
      case "1/5" -> root(5, forms).plus(Polynomial.ONE, budget).times(QUARTER, budget);
      case "2/5" ->
          root(5, forms).plus(Polynomial.of(Rational.of(-1, 1)), budget).times(QUARTER, budget);
      case "1/12" -> root(6, forms).plus(root(2, forms), budget).times(QUARTER, budget);
      case "5/12" ->
          root(6, forms).plus(root(2, forms).negated(budget), budget).times(QUARTER, budget);
      default -> null;
    };
  }

  private static Polynomial root(int number, ExactForm forms) {
    return forms.positivePower(Rational.of(number, 1), HALF);
  }
}
