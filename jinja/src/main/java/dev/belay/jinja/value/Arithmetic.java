package dev.belay.jinja.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Python's operators on values: numbers, and {@code +}, {@code *}, {@code %} of sequences. */
public final class Arithmetic {

  /** The operator of {@code format % values}. */
  public static final String MODULO = "%";

  /** Integers of more bits are refused. */
  private static final int MAX_BITS = 1 << 16;

  private final Budget budget;
  private final PrintfFormat printf;

  public Arithmetic(Budget budget, PrintfFormat printf) {
    this.budget = budget;
    this.printf = printf;
  }

  public Object apply(String operator, Object a, Object b) {
    if (a instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (b instanceof Undefined undefined && !(operator.equals(MODULO) && a instanceof String)) {
      throw undefined.failure();
    }
    if (a instanceof Long left && b instanceof Long right && isSmall(left) && isSmall(right)) {
      if (operator.equals("+")) {
        return left + right;
      }
      if (operator.equals("-")) {
        return left - right;
      }
    }
    if (Numbers.isInteger(a) && Numbers.isInteger(b)) {
      return integers(operator, Numbers.big(a).orElseThrow(), Numbers.big(b).orElseThrow());
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return floats(operator, Numbers.asDouble(a), Numbers.asDouble(b));
    }
    return switch (operator) {
      case "+" -> concatenated(a, b);
      case "*" -> repeated(a, b);
      case MODULO -> {
        if (a instanceof String format) {
          yield printf.format(format, b);
        }
        throw unsupported(operator, a, b);
      }
      default -> throw unsupported(operator, a, b);
    };
  }

  /** Sums of such numbers need no more than a long; most are. */
  private static boolean isSmall(long number) {
    return number == (int) number;
  }

  private static Object integers(String operator, BigInteger a, BigInteger b) {
    if (operator.equals("**")) {
      return power(a, b);
    }
    if (operator.equals("/")) {
      return quotient(a, b);
    }
    if (operator.equals("//") || operator.equals(MODULO)) {
      if (b.signum() == 0) {
        throw new JinjaException("integer division or modulo by zero");
      }
      BigInteger[] parts = a.divideAndRemainder(b);
      boolean below = parts[1].signum() != 0 && parts[1].signum() != b.signum();
      return Numbers.normal(
          operator.equals(MODULO)
              ? below ? parts[1].add(b) : parts[1]
              : below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }
    BigInteger result =
        switch (operator) {
          case "+" -> a.add(b);
          case "-" -> a.subtract(b);
          default -> {
            bits((long) a.bitLength() + b.bitLength());
            yield a.multiply(b);
          }
        };
    bits(result.bitLength());
    return Numbers.normal(result);
  }

  private static void bits(long count) {
    if (count > MAX_BITS) {
      throw new JinjaException("an integer has more than " + MAX_BITS + " bits");
    }
  }

  private static Object quotient(BigInteger a, BigInteger b) {
    if (b.signum() == 0) {
      throw new JinjaException("division by zero");
    }
    if (a.bitLength() <= 53 && b.bitLength() <= 53) {
      return a.doubleValue() / b.doubleValue();
    }
    // 40 digits decide the rounding of all but contrived quotients.
    double ratio = new BigDecimal(a).divide(new BigDecimal(b), new MathContext(40)).doubleValue();
    if (Double.isInfinite(ratio)) {
      throw new JinjaException("integer division result too large for a float");
    }
    return ratio;
  }

  private static Object power(BigInteger a, BigInteger b) {
    if (b.signum() < 0) {
      if (a.signum() == 0) {
        throw new JinjaException("0.0 cannot be raised to a negative power");
      }
      return Math.pow(Numbers.asDouble(a), Numbers.asDouble(b));
    }
    if (a.bitLength() <= 1 && a.abs().compareTo(BigInteger.ONE) <= 0) {
      boolean odd = b.testBit(0);
      return b.signum() == 0 ? 1L : Numbers.normal(odd ? a : a.multiply(a));
    }
    bits(b.bitLength() > 31 ? Long.MAX_VALUE : a.bitLength() * b.longValue());
    return Numbers.normal(a.pow(b.intValueExact()));
  }

  private static Object floats(String operator, double a, double b) {
    if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals(MODULO))) {
      throw new JinjaException(
          operator.equals("/") ? "float division by zero" : "float floor division by zero");
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      case "%" -> modulo(a, b);
      case "//" -> floorQuotient(a, b);
      default -> floatPower(a, b);
    };
  }

  private static double modulo(double a, double b) {
    double rest = a % b;
    if (rest == 0) {
      return Math.copySign(0.0, b);
    }
    return rest < 0 != b < 0 ? rest + b : rest;
  }

  private static double floorQuotient(double a, double b) {
    double whole = (a - modulo(a, b)) / b;
    double floor = Math.floor(whole);
    return whole == 0 ? Math.copySign(0.0, a / b) : whole - floor > 0.5 ? floor + 1 : floor;
  }

  private static double floatPower(double a, double b) {
    if (a == 0 && b < 0) {
      throw new JinjaException("0.0 cannot be raised to a negative power");
    }
    if (a < 0 && b != Math.rint(b)) {
      throw new JinjaException("the power of a negative number is complex");
    }
    double result = Math.pow(a, b);
    if (Double.isInfinite(result) && !Double.isInfinite(a) && !Double.isInfinite(b)) {
      throw new JinjaException("Numerical result out of range");
    }
    return result;
  }

  private Object concatenated(Object a, Object b) {
    return switch (a) {
      case String text when b instanceof String more -> {
        budget.text((long) text.length() + more.length());
        yield text + more;
      }
      case List<?> list when b instanceof List<?> more -> joined(list, more);
      case Tuple(List<Object> items) when b instanceof Tuple(List<Object> more) ->
          new Tuple(joined(items, more));
      default -> throw unsupported("+", a, b);
    };
  }

  private List<Object> joined(List<?> a, List<?> b) {
    budget.list((long) a.size() + b.size());
    List<Object> all = new ArrayList<>(a.size() + b.size());
    all.addAll(a);
    all.addAll(b);
    return all;
  }

  private Object repeated(Object a, Object b) {
    OptionalInt count = Numbers.clampedInt(b);
    if (count.isEmpty()) {
      if (Numbers.isInteger(a) && !Numbers.isNumber(b)) {
        return repeated(b, a);
      }
      throw unsupported("*", a, b);
    }
    int times = Math.max(0, count.getAsInt());
    return switch (a) {
      case String text -> {
        budget.text((long) text.length() * times);
        yield text.isEmpty() ? "" : text.repeat(times);
      }
      case List<?> list -> repeated(list, times);
      case Tuple(List<Object> items) -> new Tuple(repeated(items, times));
      default -> throw unsupported("*", a, b);
    };
  }

  private List<Object> repeated(List<?> items, int times) {
    budget.list((long) items.size() * times);
    List<Object> all = new ArrayList<>(items.size() * times);
    for (int i = 0; i < times && !items.isEmpty(); i++) {
      all.addAll(items);
    }
    return all;
  }

  public Object negated(Object value) {
    return switch (value) {
      case Undefined undefined -> throw undefined.failure();
      case Double number -> -number;
      default ->
          Numbers.normal(
              Numbers.big(value).orElseThrow(() -> unsupportedUnary("-", value)).negate());
    };
  }

  public Object plus(Object value) {
    return switch (value) {
      case Undefined undefined -> throw undefined.failure();
      case Double number -> number;
      default -> Numbers.normal(Numbers.big(value).orElseThrow(() -> unsupportedUnary("+", value)));
    };
  }

  private static JinjaException unsupportedUnary(String operator, Object value) {
    return new JinjaException(
        "bad operand type for unary %s: '%s'".formatted(operator, TypeNames.of(value)));
  }

  private static JinjaException unsupported(String operator, Object a, Object b) {
    return new JinjaException(
        "unsupported operand type(s) for %s: '%s' and '%s'"
            .formatted(operator, TypeNames.of(a), TypeNames.of(b)));
  }
}
