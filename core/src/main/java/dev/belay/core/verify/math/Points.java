package dev.belay.core.verify.math;

import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Points at which expressions are compared: the same for the same variables, of no simple relation.
 */
final class Points {
  /** How many there are; the first half has positive coordinates only. */
  static final int COUNT = 8;

  private static final int DENOMINATOR = 1 << 24;

  private Points() {}

  /** The variables of an expression. */
  static Set<String> variables(Expr expression) {
    Set<String> names = new TreeSet<>();
    collect(expression, names);
    return names;
  }

  private static void collect(Expr expression, Set<String> names) {
    switch (expression) {
      case Expr.Sym(String name) -> names.add(name);
      case Expr.Sum(var terms) -> terms.forEach(term -> collect(term, names));
      case Expr.Product(var factors) -> factors.forEach(factor -> collect(factor, names));
      case Expr.Pow(Expr base, Expr exponent) -> {
        collect(base, names);
        collect(exponent, names);
      }
      case Expr.Call(String function, var arguments) ->
          arguments.forEach(argument -> collect(argument, names));
      case Expr.Num number -> {}
      case Expr.Const constant -> {}
    }
  }

  /** The coordinates of a point. */
  static Function<String, Rational> at(int index) {
    return name -> coordinate(name, index);
  }

  private static Rational coordinate(String name, int index) {
    long mixed = mixed(name.hashCode() * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L);
    long size = (mixed >>> 38) % (2L * DENOMINATOR) + DENOMINATOR / 4;
    boolean negative = index >= COUNT / 2 && ((mixed & 1) == 0 || index == COUNT - 1);
    return new Rational(
        BigInteger.valueOf(negative ? -size : size), BigInteger.valueOf(DENOMINATOR - 3));
  }

  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
