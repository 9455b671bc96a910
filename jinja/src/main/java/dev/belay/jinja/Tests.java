package dev.belay.jinja;

import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Callable;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.DictView;
import dev.belay.jinja.value.Iteration;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Numbers;
import dev.belay.jinja.value.Signature;
import dev.belay.jinja.value.Undefined;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All tests, {@code value is name}, by name. */
final class Tests {

  /** What a test asks. */
  @FunctionalInterface
  private interface Body {
    boolean holds(RenderContext context, Object value, BoundArguments arguments);
  }

  /** A test. */
  record Definition(String name, Signature signature, Body body) {

    boolean holds(RenderContext context, Object value, CallArguments arguments) {
      context.budget().call(value, arguments);
      return body.holds(context, value, signature.bind(name, arguments));
    }
  }

  private static final Map<String, Definition> TABLE = new HashMap<>();

  static {
    defineKinds();
    defineNumbers();
    defineComparisons();
    define("defined", "", (_, value, _) -> !(value instanceof Undefined));
    define("undefined", "", (_, value, _) -> value instanceof Undefined);
    define(
        "filter", "", (_, value, _) -> value instanceof String && Filters.names().contains(value));
    define("test", "", (_, value, _) -> value instanceof String && names().contains(value));
    define("lower", "", (context, value, _) -> TextCase.isLower(context.str(value)));
    define("upper", "", (context, value, _) -> TextCase.isUpper(context.str(value)));
    define("escaped", "", (_, _, _) -> false);
  }

  private Tests() {}

  static Definition named(String name) {
    Definition test = TABLE.get(name);
    if (test == null) {
      throw new JinjaException("No test named '" + name + "'.");
    }
    return test;
  }

  static Set<String> names() {
    return TABLE.keySet();
  }

  private static void define(String name, String signature, Body body) {
    TABLE.put(name, new Definition(name, Signature.of(signature), body));
  }

  private static void defineKinds() {
    define("none", "", (_, value, _) -> value == None.NONE);
    define("boolean", "", (_, value, _) -> value instanceof Boolean);
    define("true", "", (_, value, _) -> value.equals(true));
    define("false", "", (_, value, _) -> value.equals(false));
    define("string", "", (_, value, _) -> value instanceof String);
    define("mapping", "", (_, value, _) -> value instanceof Dict);
    define("number", "", (_, value, _) -> Numbers.isNumber(value));
    define("integer", "", (_, value, _) -> Numbers.isInteger(value) && !(value instanceof Boolean));
    define("float", "", (_, value, _) -> value instanceof Double);
    define(
        "callable", "/", (_, value, _) -> value instanceof Callable || value instanceof Undefined);
    define(
        "iterable",
        "",
        (_, value, _) -> value instanceof LoopContext || Iteration.isIterable(value));
    define(
        "sequence",
        "",
        (_, value, _) -> !(value instanceof DictView) && Iteration.length(value).isPresent());
  }

  private static void defineNumbers() {
    define("even", "", (context, value, _) -> remainderIs(context, value, 2L, 0L));
    define("odd", "", (context, value, _) -> remainderIs(context, value, 2L, 1L));
    define("divisibleby", "num", (context, value, a) -> remainderIs(context, value, a.get(0), 0L));
  }

  private static boolean remainderIs(
      RenderContext context, Object value, Object divisor, Object rest) {
    return context.comparison().equal(context.arithmetic().apply("%", value, divisor), rest);
  }

  private static void defineComparisons() {
    for (String name : new String[] {"==", "eq", "equalto"}) {
      define(name, "/ other", (context, value, a) -> context.comparison().equal(value, a.get(0)));
    }
    for (String name : new String[] {"!=", "ne"}) {
      define(name, "/ other", (context, value, a) -> !context.comparison().equal(value, a.get(0)));
    }
    order("<", "lt", "lessthan");
    order("<=", "le");
    order(">", "gt", "greaterthan");
    order(">=", "ge");
    define("in", "seq", (context, value, a) -> context.comparison().contains(a.get(0), value));
    define("sameas", "other", (_, value, a) -> same(value, a.get(0)));
  }

  private static void order(String operator, String... names) {
    Body body = (context, value, a) -> context.comparison().holds(operator, value, a.get(0));
    define(operator, "/ other", body);
    for (String name : names) {
      define(name, "/ other", body);
    }
  }

  @SuppressWarnings("ReferenceEquality") // identity is what the test asks for
  private static boolean same(Object value, Object other) {
    boolean simple =
        value instanceof None
            || value instanceof Boolean
            || value instanceof Long
            || value instanceof String;
    return value == other || (simple && value.equals(other));
  }
}
