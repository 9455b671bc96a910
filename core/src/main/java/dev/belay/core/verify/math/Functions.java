package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Expr.Pow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions that are known, brought into few forms. */
final class Functions {
  private static final Set<String> TRIGONOMETRIC =
      Set.of("sin", "cos", "tan", "cot", "sec", "csc", "cis");
  private static final Set<String> OF_SEVERAL = Set.of("gcd", "lcm", "max", "min");

  private Functions() {}

  static boolean isTrigonometric(String name) {
    return TRIGONOMETRIC.contains(name);
  }

  /**
   * A function of arguments. {@code log} without a base has base ten.
   *
   * @param base the subscript; null without one
   */
  static Expr of(String name, @Nullable Expr base, List<Expr> arguments) {
    boolean several = OF_SEVERAL.contains(name);
    if ((!several && arguments.size() != 1) || (base != null && !name.equals("log"))) {
      throw new Unreadable();
    }
    Expr x = arguments.getFirst();
    return switch (name) {
      case "sqrt" -> new Pow(x, new Num(Rational.of(1, 2)));
      case "cbrt" -> new Pow(x, new Num(Rational.of(1, 3)));
      case "cis" -> new Pow(Const.E, Expr.product(Const.I, x));
      case "exp" -> new Pow(Const.E, x);
      case "lg" -> logarithm(Num.of(10), x);
      case "log" -> base == null ? Expr.call("log", x) : logarithm(base, x);
      case "cot" -> Expr.quotient(Expr.call("cos", x), Expr.call("sin", x));
      case "tan" -> Expr.quotient(Expr.call("sin", x), Expr.call("cos", x));
      case "sec" -> new Pow(Expr.call("cos", x), Num.MINUS_ONE);
      case "csc" -> new Pow(Expr.call("sin", x), Num.MINUS_ONE);
      case "arccot", "arcsec", "arccsc" -> throw new Unreadable();
      default -> new Call(name, arguments);
    };
  }

  private static Expr logarithm(Expr base, Expr x) {
    return Expr.quotient(Expr.call("ln", x), Expr.call("ln", base));
  }
}
