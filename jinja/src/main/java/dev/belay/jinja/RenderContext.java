package dev.belay.jinja;

import dev.belay.jinja.value.Arithmetic;
import dev.belay.jinja.value.Budget;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Callable;
import dev.belay.jinja.value.Comparison;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.DictView;
import dev.belay.jinja.value.Iteration;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import dev.belay.jinja.value.PrintfFormat;
import dev.belay.jinja.value.PythonText;
import dev.belay.jinja.value.Undefined;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What filters, tests, methods and the evaluator share during one rendering. */
final class RenderContext {

  private final Budget budget;
  private final PythonText text;
  private final Comparison comparison;
  private final Arithmetic arithmetic;
  private final Attributes attributes;
  private final Clock clock;
  private final boolean strict;

  /**
   * State of one rendering.
   *
   * @param strict whether printing what is undefined is an error
   */
  RenderContext(Limits limits, Clock clock, boolean strict) {
    this.strict = strict;
    this.budget = new Budget(limits);
    this.text = new PythonText(budget);
    this.comparison = new Comparison(budget);
    this.arithmetic = new Arithmetic(budget, new PrintfFormat(budget, text));
    this.attributes = new Attributes(this);
    this.clock = clock;
  }

  Budget budget() {
    return budget;
  }

  PythonText text() {
    return text;
  }

  Comparison comparison() {
    return comparison;
  }

  Arithmetic arithmetic() {
    return arithmetic;
  }

  Attributes attributes() {
    return attributes;
  }

  Clock clock() {
    return clock;
  }

  /** {@code str(value)}. */
  String str(Object value) {
    if (strict && value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    return text.str(value);
  }

  /** The items of a value, each counted as a step. */
  Iterator<Object> iterate(Object value) {
    copyKeys(value);
    return budget.counted(Iteration.of(value));
  }

  /** {@code list(value)}. */
  List<Object> list(Object value) {
    copyKeys(value);
    List<Object> items = new ArrayList<>();
    Iterator<Object> iterator = Iteration.of(value);
    while (iterator.hasNext()) {
      budget.listItem(items.size());
      items.add(iterator.next());
    }
    return items;
  }

  /** The items of dicts are copied before they are gone through. */
  private void copyKeys(Object value) {
    if (value instanceof Dict || value instanceof DictView) {
      budget.copy(value);
    }
  }

  Object call(Object callee, CallArguments arguments) {
    return switch (callee) {
      case Callable callable -> callable.call(arguments);
      case Undefined undefined -> throw undefined.failure();
      default ->
          throw new JinjaException("'" + PythonText.typeName(callee) + "' object is not callable");
    };
  }

  Object filter(String name, Object input, CallArguments arguments) {
    return Filters.named(name).apply(this, input, arguments);
  }

  boolean test(String name, Object value, CallArguments arguments) {
    return Tests.named(name).holds(this, value, arguments);
  }
}
