package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Monomial.Factor;
import dev.belay.core.verify.math.Monomial.Term;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions whose value is known exactly for some arguments; they are opaque for all others. */
final class ExactFunctions {
  private static final int MAX_FACTORIAL = 2000;

  private final ExactForm forms;
  private final Budget budget;

  ExactFunctions(ExactForm forms, Budget budget) {
    this.forms = forms;
    this.budget = budget;
  }

  Quotient of(Call call) {
    List<Quotient> arguments = new ArrayList<>();
    for (Expr argument : call.arguments()) {
      arguments.add(forms.of(argument));
    }
    Quotient x = arguments.getFirst();
    return switch (call.function()) {
      case "ln" -> logarithm(x);
      case "log" -> logarithm(x).times(logarithm(forms.of(Num.of(10))).inverse(budget), budget);
      case "sin" -> cosine(x.minus(halfTurn(), budget), "sin", x);
      case "cos" -> cosine(x, "cos", x);
      case "abs", "floor", "ceil", "factorial" ->
          x.isRational() ? ofNumber(call.function(), x) : ExactForm.opaque(call.function(), x);
      case "binomial" -> binomial(x, arguments.getLast());
      case "gcd", "lcm", "max", "min" -> ofSeveral(call.function(), arguments);
      default -> ExactForm.opaque(call.function(), arguments.toArray(new Quotient[0]));
    };
  }

  private static Quotient halfTurn() {
    return Quotient.of(Polynomial.of(new Term(Monomial.of(Generator.PI), Rational.of(1, 2))));
  }

  /** The cosine where it is a root expression; else the opaque function of the argument. */
  private Quotient cosine(Quotient angle, String function, Quotient argument) {
    Rational turns = multipleOf(Generator.PI, angle);
    Polynomial known = turns == null ? null : Cosines.ofHalfTurns(turns, forms, budget);
    return known == null ? ExactForm.opaque(function, argument) : Quotient.of(known);
  }

  /** The rational number by which a form is a multiple of a generator; null where it is none. */
  private static @Nullable Rational multipleOf(Generator generator, Quotient form) {
    if (!form.isPolynomial()) {
      return null;
    }
    if (form.above().isZero()) {
      return Rational.of(0, 1);
    }
    Term term = form.above().isMonomial() ? form.above().only() : null;
    return term != null && term.monomial().equals(Monomial.of(generator))
        ? term.coefficient()
        : null;
  }

  /** The natural logarithm. */
  Quotient logarithm(Quotient x) {
    if (!x.isPolynomial() || !x.above().isMonomial()) {
      return ExactForm.opaque("ln", x);
    }
    Term term = x.above().only();
    boolean positive =
        term.coefficient().signum() > 0
            && x.above().all(factor -> factor.generator().kind().isPositive());
    if (!positive) {
      return ExactForm.opaque("ln", x);
    }
    Polynomial sum = logarithms(term.coefficient().numerator(), 1, Polynomial.ZERO);
    sum = logarithms(term.coefficient().denominator(), -1, sum);
    for (Factor factor : term.monomial().factors()) {
      sum = sum.plus(logarithm(factor.generator()).times(factor.exponent(), budget), budget);
    }
    return Quotient.of(sum);
  }

  private static Polynomial logarithm(Generator generator) {
    BigInteger prime = generator.prime();
    return switch (generator.kind()) {
      case E -> Polynomial.ONE;
      case RADICAL -> Polynomial.of(Generator.logarithm(prime == null ? BigInteger.TWO : prime));
      default -> ExactForm.opaque("ln", Quotient.of(Polynomial.of(generator))).above();
    };
  }

  private Polynomial logarithms(BigInteger number, int sign, Polynomial before) {
    Polynomial sum = before;
    for (Map.Entry<BigInteger, Integer> factor : Primes.factors(number, budget).entrySet()) {
      Polynomial logarithm = Polynomial.of(Generator.logarithm(factor.getKey()));
      Rational times = Rational.of((long) sign * factor.getValue(), 1);
      sum = sum.plus(logarithm.times(times, budget), budget);
    }
    return sum;
  }

  /** e to a power, with whole factors, powers of primes and turns of the unit circle apart. */
  Quotient exponential(Quotient exponent) {
    if (!exponent.isPolynomial()) {
      return ExactForm.opaque("exp", exponent);
    }
    Polynomial known = Polynomial.ONE;
    Polynomial rest = Polynomial.ZERO;
    for (Map.Entry<Monomial, Rational> term : exponent.above().terms().entrySet()) {
      Polynomial factor = exponential(term.getKey(), term.getValue());
      if (factor == null) {
        rest = rest.plus(Polynomial.of(new Term(term.getKey(), term.getValue())), budget);
      } else {
        known = known.times(factor, budget);
      }
    }
    Quotient factor = Quotient.of(known);
    return rest.isZero()
        ? factor
        : factor.times(ExactForm.opaque("exp", Quotient.of(rest)), budget);
  }

  private @Nullable Polynomial exponential(Monomial monomial, Rational number) {
    List<Factor> factors = monomial.factors();
    if (factors.isEmpty()) {
      return Polynomial.of(Monomial.power(Generator.E, number));
    }
    Generator first = factors.getFirst().generator();
    boolean linear = factors.getFirst().exponent().equals(Rational.of(1, 1));
    if (factors.size() == 1 && linear && first.kind() == Generator.Kind.LOGARITHM) {
      BigInteger prime = first.prime() == null ? BigInteger.TWO : first.prime();
      return forms.positivePower(Rational.of(prime), number);
    }
    boolean turn =
        factors.size() == 2
            && first.equals(Generator.I)
            && factors.getLast().equals(new Factor(Generator.PI, Rational.of(1, 1)));
    return turn ? unitCircle(number) : null;
  }

  private @Nullable Polynomial unitCircle(Rational halfTurns) {
    Polynomial cosine = Cosines.ofHalfTurns(halfTurns, forms, budget);
    Polynomial sine = Cosines.ofHalfTurns(halfTurns.plus(Rational.of(-1, 2)), forms, budget);
    if (cosine == null || sine == null) {
      return null;
    }
    return cosine.plus(sine.times(Polynomial.of(Generator.I), budget), budget);
  }

  private Quotient ofNumber(String function, Quotient form) {
    Rational x = form.rational();
    return switch (function) {
      case "abs" -> Quotient.of(x.signum() < 0 ? x.negated() : x);
      case "floor" -> Quotient.of(Rational.of(x.floor()));
      case "ceil" -> Quotient.of(Rational.of(x.negated().floor().negate()));
      default -> factorial(x, form);
    };
  }

  private Quotient factorial(Rational x, Quotient form) {
    if (!x.isWhole() || x.signum() < 0) {
      throw new Undetermined();
    }
    if (x.numerator().bitLength() > 11 || x.numerator().intValue() > MAX_FACTORIAL) {
      return ExactForm.opaque("factorial", form);
    }
    budget.spend(10L * x.numerator().intValue());
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= x.numerator().intValue(); i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return Quotient.of(Rational.of(product));
  }

  private Quotient binomial(Quotient n, Quotient k) {
    boolean whole =
        n.isRational() && k.isRational() && n.rational().isWhole() && k.rational().isWhole();
    if (!whole || n.rational().signum() < 0 || n.rational().bits() > 24) {
      return ExactForm.opaque("binomial", n, k);
    }
    BigInteger of = n.rational().numerator();
    BigInteger chosen = k.rational().numerator().min(of.subtract(k.rational().numerator()));
    if (chosen.signum() < 0) {
      return Quotient.of(Polynomial.ZERO);
    }
    if (chosen.bitLength() > 10) {
      return ExactForm.opaque("binomial", n, k);
    }
    budget.spend(20L * chosen.intValue());
    BigInteger result = BigInteger.ONE;
    for (int i = 1; i <= chosen.intValue(); i++) {
      BigInteger next = of.subtract(BigInteger.valueOf(i - 1L));
      result = result.multiply(next).divide(BigInteger.valueOf(i));
    }
    return Quotient.of(Rational.of(result));
  }

  private static Quotient ofSeveral(String function, List<Quotient> arguments) {
    boolean numbers = arguments.stream().allMatch(Quotient::isRational);
    boolean divisors = function.equals("gcd") || function.equals("lcm");
    boolean whole = numbers && arguments.stream().allMatch(a -> a.rational().isWhole());
    if (!numbers || (divisors && !whole)) {
      return ExactForm.opaque(function, arguments.toArray(new Quotient[0]));
    }
    Rational result = arguments.getFirst().rational();
    for (Quotient argument : arguments.subList(1, arguments.size())) {
      result = combined(function, result, argument.rational());
    }
    return Quotient.of(result);
  }

  private static Rational combined(String function, Rational a, Rational b) {
    return switch (function) {
      case "max" -> a.compareTo(b) >= 0 ? a : b;
      case "min" -> a.compareTo(b) <= 0 ? a : b;
      case "gcd" -> Rational.of(a.numerator().gcd(b.numerator()));
      default -> {
        BigInteger common = a.numerator().gcd(b.numerator());
        if (common.signum() == 0) {
          yield Rational.of(0, 1);
        }
        yield Rational.of(a.numerator().multiply(b.numerator()).divide(common).abs());
      }
    };
  }
}
