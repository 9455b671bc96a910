package dev.belay.jinja;

import dev.belay.jinja.syntax.Arguments;
import dev.belay.jinja.syntax.Expr;
import dev.belay.jinja.value.BoundedText;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Comparison;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Slicing;
import dev.belay.jinja.value.Truth;
import dev.belay.jinja.value.Tuple;
import dev.belay.jinja.value.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of expressions. */
final class Evaluator {

  private final RenderContext context;

  Evaluator(RenderContext context) {
    this.context = context;
  }

  Object value(Expr expression, Scope scope) {
    context.budget().step();
    context.budget().enter(expression.line());
    try {
      return evaluate(expression, scope);
    } catch (JinjaException e) {
      throw e.at(expression.line());
    } finally {
      context.budget().leave();
    }
  }

  boolean truth(Expr expression, Scope scope) {
    return Truth.of(value(expression, scope));
  }

  private Object evaluate(Expr expression, Scope scope) {
    return switch (expression) {
      case Expr.Constant(int _, Object value) -> value;
      case Expr.Name(int _, String name) ->
          scope.find(name).orElseGet(() -> Undefined.variable(name));
      case Expr.TupleDisplay(int _, List<Expr> items) -> new Tuple(values(items, scope));
      case Expr.ListDisplay(int _, List<Expr> items) -> values(items, scope);
      case Expr.DictDisplay(int _, List<Expr.Pair> items) -> dict(items, scope);
      case Expr.Attribute(int _, Expr owner, String name) ->
          context.attributes().attribute(value(owner, scope), name);
      case Expr.Subscript(int _, Expr owner, Expr index) ->
          context.attributes().subscript(value(owner, scope), value(index, scope));
      case Expr.Slice(int _, Expr start, Expr stop, Expr step) ->
          new Slicing.Slice(value(start, scope), value(stop, scope), value(step, scope));
      case Expr.Call(int _, Expr callee, Arguments arguments) ->
          context.call(value(callee, scope), arguments(arguments, scope));
      default -> operation(expression, scope);
    };
  }

  private Object operation(Expr expression, Scope scope) {
    return switch (expression) {
      case Expr.Filter filter -> filter(filter, scope);
      case Expr.Test test ->
          context.test(test.name(), value(test.value(), scope), arguments(test.arguments(), scope));
      case Expr.Not(int _, Expr value) -> !truth(value, scope);
      case Expr.And(int _, Expr left, Expr right) -> {
        Object first = value(left, scope);
        yield Truth.of(first) ? value(right, scope) : first;
      }
      case Expr.Or(int _, Expr left, Expr right) -> {
        Object first = value(left, scope);
        yield Truth.of(first) ? first : value(right, scope);
      }
      case Expr.Unary(int _, String operator, Expr value) ->
          operator.equals("-")
              ? context.arithmetic().negated(value(value, scope))
              : context.arithmetic().plus(value(value, scope));
      case Expr.Binary(int _, String operator, Expr left, Expr right) ->
          context.arithmetic().apply(operator, value(left, scope), value(right, scope));
      case Expr.Concat(int _, List<Expr> items) -> concatenated(items, scope);
      case Expr.Compare compare -> compare(compare, scope);
      case Expr.Conditional conditional -> conditional(conditional, scope);
      default -> throw new IllegalStateException("not an operation: " + expression);
    };
  }

  private List<Object> values(List<Expr> items, Scope scope) {
    List<Object> values = new ArrayList<>(items.size());
    for (Expr item : items) {
      values.add(value(item, scope));
    }
    return values;
  }

  private Dict dict(List<Expr.Pair> items, Scope scope) {
    context.budget().entries(items.size());
    Dict dict = new Dict();
    for (Expr.Pair item : items) {
      dict.put(value(item.key(), scope), value(item.value(), scope));
    }
    return dict;
  }

  private Object filter(Expr.Filter filter, Scope scope) {
    Expr input =
        filter.input().orElseThrow(() -> new IllegalStateException("a filter without input"));
    return context.filter(filter.name(), value(input, scope), arguments(filter.arguments(), scope));
  }

  /** Applies the filters of a block to its text. */
  Object filtered(Expr.Filter filter, Object text, Scope scope) {
    Object input = text;
    if (filter.input().isPresent() && filter.input().get() instanceof Expr.Filter inner) {
      input = filtered(inner, text, scope);
    }
    try {
      return context.filter(filter.name(), input, arguments(filter.arguments(), scope));
    } catch (JinjaException e) {
      throw e.at(filter.line());
    }
  }

  private String concatenated(List<Expr> items, Scope scope) {
    BoundedText text = new BoundedText(context.budget());
    for (Expr item : items) {
      text.append(context.str(value(item, scope)));
    }
    return text.toString();
  }

  private boolean compare(Expr.Compare compare, Scope scope) {
    Object left = value(compare.first(), scope);
    for (Expr.Operand operand : compare.rest()) {
      Object right = value(operand.value(), scope);
      if (!holds(operand.operator(), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private boolean holds(String operator, Object left, Object right) {
    Comparison comparison = context.comparison();
    return switch (operator) {
      case "==" -> comparison.equal(left, right);
      case "!=" -> !comparison.equal(left, right);
      case "in" -> comparison.contains(right, left);
      case "not in" -> !comparison.contains(right, left);
      default -> comparison.holds(operator, left, right);
    };
  }

  private Object conditional(Expr.Conditional conditional, Scope scope) {
    if (truth(conditional.test(), scope)) {
      return value(conditional.then(), scope);
    }
    if (conditional.otherwise().isPresent()) {
      return value(conditional.otherwise().get(), scope);
    }
    return Undefined.because(
        "the inline if-expression on line %d evaluated to false and no else section was defined."
            .formatted(conditional.line()));
  }

  CallArguments arguments(Arguments arguments, Scope scope) {
    List<Object> positional = values(arguments.positional(), scope);
    Map<String, Object> named = new LinkedHashMap<>();
    for (Arguments.Keyword keyword : arguments.named()) {
      named.put(keyword.name(), value(keyword.value(), scope));
    }
    if (arguments.items().isPresent()) {
      Iterator<Object> more = context.iterate(value(arguments.items().get(), scope));
      more.forEachRemaining(positional::add);
    }
    if (arguments.dict().isPresent()) {
      addNamed(named, value(arguments.dict().get(), scope));
    }
    return new CallArguments(positional, named);
  }

  private void addNamed(Map<String, Object> named, Object value) {
    if (!(value instanceof Dict dict)) {
      throw new JinjaException("argument after ** must be a mapping");
    }
    context.budget().entries(dict.size());
    for (Dict.Item item : dict.items()) {
      if (!(item.key() instanceof String name)) {
        throw new JinjaException("keywords must be strings");
      }
      if (named.putIfAbsent(name, item.value()) != null) {
        throw new JinjaException("got multiple values for keyword argument '" + name + "'");
      }
    }
  }
}
