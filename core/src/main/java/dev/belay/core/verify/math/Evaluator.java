package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Expr.Pow;
import dev.belay.core.verify.math.Expr.Product;
import dev.belay.core.verify.math.Expr.Sum;
import dev.belay.core.verify.math.Expr.Sym;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value of an expression at a point, with its error. What is met on the way may be neither too
 * large nor, but for zero, too small: there, agreement up to the precision would say little.
 */
final class Evaluator {
  private static final int MAX_MAGNITUDE = 128;

  private final Arithmetic reals;
  private final ComplexArithmetic numbers;
  private final Function<String, Rational> point;
  private final boolean natural;
  private boolean extreme;
  private boolean unreal;

  /**
   * @param point the value of each variable
   * @param natural whether {@code log} without a base has base e rather than ten
   */
  Evaluator(int bits, Budget budget, Function<String, Rational> point, boolean natural) {
    this.reals = new Arithmetic(bits, budget);
    this.numbers = new ComplexArithmetic(reals);
    this.point = point;
    this.natural = natural;
  }

  /** Whether a root, a power or a logarithm of a real number was met that is not real. */
  boolean leftReals() {
    return unreal;
  }

  /** Whether something was met that is very large or very small. */
  boolean metExtremes() {
    return extreme;
  }

  /**
   * The value.
   *
   * @throws Undetermined where there is none, or the precision does not tell
   */
  Complex of(Expr expression) {
    Complex value =
        switch (expression) {
          case Num(Rational number) -> Complex.of(reals.of(number));
          case Sym(String name) -> Complex.of(reals.of(point.apply(name)));
          case Const constant -> constant(constant);
          case Sum(List<Expr> terms) -> sum(terms);
          case Product(List<Expr> factors) -> product(factors);
          case Pow(Expr base, Expr exponent) -> power(base, exponent);
          case Call call -> call(call);
        };
    boolean root = expression instanceof Pow(Expr base, Expr exponent) && base != Const.E;
    boolean function = root || expression instanceof Call;
    unreal = unreal || (function && !value.isReal() && !namesImaginary(expression));
    look(value.real());
    look(value.imaginary());
    return value;
  }

  private static boolean namesImaginary(Expr expression) {
    return switch (expression) {
      case Const constant -> constant == Const.I;
      case Num _, Sym _ -> false;
      case Sum(List<Expr> terms) -> terms.stream().anyMatch(Evaluator::namesImaginary);
      case Product(List<Expr> factors) -> factors.stream().anyMatch(Evaluator::namesImaginary);
      case Pow(Expr base, Expr exponent) -> namesImaginary(base) || namesImaginary(exponent);
      case Call call -> call.arguments().stream().anyMatch(Evaluator::namesImaginary);
    };
  }

  private void look(Ball part) {
    int magnitude = part.middle().bitLength() - reals.bits();
    boolean tiny = magnitude < -MAX_MAGNITUDE && !part.isZero();
    extreme = extreme || magnitude > MAX_MAGNITUDE || (tiny && !part.mayBeZero());
  }

  private Complex constant(Const constant) {
    return switch (constant) {
      case PI -> Complex.of(reals.pi());
      case E -> numbers.exp(numbers.one());
      case I -> numbers.imaginaryUnit();
      case INFINITY -> throw new Undetermined();
    };
  }

  private Complex sum(List<Expr> terms) {
    Complex sum = of(terms.getFirst());
    for (Expr term : terms.subList(1, terms.size())) {
      sum = sum.plus(of(term));
    }
    return sum;
  }

  private Complex product(List<Expr> factors) {
    Complex product = of(factors.getFirst());
    for (Expr factor : factors.subList(1, factors.size())) {
      boolean inverse =
          factor instanceof Pow(Expr base, Num(Rational exponent))
              && exponent.equals(Rational.of(-1, 1));
      product =
          inverse && factor instanceof Pow(Expr below, Expr minus)
              ? numbers.divided(product, of(below))
              : numbers.times(product, of(factor));
    }
    return product;
  }

  private Complex power(Expr base, Expr exponent) {
    Rational known = rational(exponent);
    if (known == null) {
      return base == Const.E ? numbers.exp(of(exponent)) : numbers.power(of(base), of(exponent));
    }
    if (known.isWhole()) {
      if (known.numerator().bitLength() > 40) {
        throw new Undetermined();
      }
      return numbers.power(of(base), known.numerator().longValue());
    }
    if (base == Const.E) {
      return numbers.exp(of(exponent));
    }
    Complex value = of(base);
    if (known.denominator().equals(BigInteger.TWO) && known.numerator().bitLength() < 20) {
      return numbers.power(numbers.root(value), known.numerator().longValue());
    }
    Complex power = Complex.of(reals.of(known));
    boolean oddRoot = known.denominator().testBit(0);
    if (oddRoot && value.isReal() && value.real().sign() < 0) {
      Complex positive = numbers.power(Complex.of(value.real().negated()), power);
      boolean negative = known.numerator().testBit(0);
      return negative ? Complex.of(positive.real().negated()) : positive;
    }
    return numbers.power(value, power);
  }

  /** A number that is written as one or as a quotient; null for others. */
  private static @Nullable Rational rational(Expr expression) {
    return switch (expression) {
      case Num(Rational value) -> value;
      case Pow(Num(Rational base), Num(Rational exponent))
          when exponent.equals(Rational.of(-1, 1)) && base.signum() != 0 ->
          Rational.of(1, 1).dividedBy(base);
      case Product(List<Expr> factors) -> {
        Rational product = Rational.of(1, 1);
        for (Expr factor : factors) {
          Rational value = rational(factor);
          if (value == null) {
            yield null;
          }
          product = product.times(value);
        }
        yield product;
      }
      default -> null;
    };
  }

  private Complex call(Call call) {
    List<Expr> arguments = call.arguments();
    if (call.function().endsWith("()")) {
      throw new Undetermined();
    }
    Complex x = of(arguments.getFirst());
    return switch (call.function()) {
      case "ln" -> numbers.log(x);
      case "log" ->
          natural
              ? numbers.log(x)
              : numbers.divided(numbers.log(x), numbers.log(Complex.of(reals.of(10))));
      case "sin" -> numbers.sin(x);
      case "cos" -> numbers.cos(x);
      case "sinh" -> numbers.hyperbolic(x, true);
      case "cosh" -> numbers.hyperbolic(x, false);
      case "tanh" -> numbers.divided(numbers.hyperbolic(x, true), numbers.hyperbolic(x, false));
      case "abs" -> Complex.of(numbers.absolute(x));
      case "arcsin" -> Complex.of(numbers.arcsine(real(x)));
      case "arccos" -> Complex.of(half(reals.pi()).minus(numbers.arcsine(real(x))));
      case "arctan" -> Complex.of(reals.angle(real(x), reals.of(1)));
      case "floor" -> Complex.of(floor(real(x)));
      case "ceil" -> Complex.of(floor(real(x).negated()).negated());
      case "max", "min" -> extremum(arguments, call.function().equals("max"));
      default -> throw new Undetermined();
    };
  }

  private static Ball half(Ball ball) {
    return new Ball(ball.middle().shiftRight(1), ball.error().add(BigInteger.ONE));
  }

  private static Ball real(Complex x) {
    if (!x.isReal()) {
      throw new Undetermined();
    }
    return x.real();
  }

  private Ball floor(Ball x) {
    BigInteger low = x.middle().subtract(x.error()).shiftRight(reals.bits());
    BigInteger high = x.middle().add(x.error()).shiftRight(reals.bits());
    if (!low.equals(high)) {
      throw new Undetermined();
    }
    return Ball.exact(low.shiftLeft(reals.bits()));
  }

  private Complex extremum(List<Expr> arguments, boolean largest) {
    Ball best = real(of(arguments.getFirst()));
    for (Expr argument : arguments.subList(1, arguments.size())) {
      Ball next = real(of(argument));
      int sign = next.minus(best).sign();
      if (sign == 0) {
        throw new Undetermined();
      }
      best = (sign > 0) == largest ? next : best;
    }
    return Complex.of(best);
  }
}
