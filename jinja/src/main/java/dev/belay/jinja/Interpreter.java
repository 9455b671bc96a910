package dev.belay.jinja;

import dev.belay.jinja.syntax.Expr;
import dev.belay.jinja.syntax.Stmt;
import dev.belay.jinja.syntax.Target;
import dev.belay.jinja.value.BoundedText;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Iteration;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Lazy;
import dev.belay.jinja.value.Namespace;
import dev.belay.jinja.value.None;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Runs the statements of a template. */
final class Interpreter {

  /** How a list of statements ended. */
  private enum End {
    NORMAL,
    BREAK,
    CONTINUE
  }

  private final RenderContext context;
  private final Evaluator evaluator;
  private final BoundedText root;
  private final List<RenderedText.Span> spans = new ArrayList<>();

  Interpreter(RenderContext context) {
    this.context = context;
    this.evaluator = new Evaluator(context);
    this.root = new BoundedText(context.budget());
  }

  RenderedText run(List<Stmt> template, Scope variables) {
    run(template, variables, root);
    return new RenderedText(root.toString(), List.copyOf(spans));
  }

  Evaluator evaluator() {
    return evaluator;
  }

  /** What statements write, as a text of its own. */
  String text(List<Stmt> body, Scope scope) {
    BoundedText out = new BoundedText(context.budget());
    run(body, scope, out);
    return out.toString();
  }

  private End run(List<Stmt> body, Scope scope, BoundedText out) {
    for (Stmt statement : body) {
      End end = run(statement, scope, out);
      if (end != End.NORMAL) {
        return end;
      }
    }
    return End.NORMAL;
  }

  private End run(Stmt statement, Scope scope, BoundedText out) {
    context.budget().step();
    context.budget().enter(statement.line());
    try {
      return execute(statement, scope, out);
    } catch (JinjaException e) {
      throw e.at(statement.line());
    } finally {
      context.budget().leave();
    }
  }

  private End execute(Stmt statement, Scope scope, BoundedText out) {
    switch (statement) {
      case Stmt.Text(int _, String text) -> out.append(text);
      case Stmt.Print(int _, Expr value) -> out.append(context.str(evaluator.value(value, scope)));
      case Stmt.If condition -> {
        return condition(condition, scope, out);
      }
      case Stmt.For loop -> {
        return forLoop(loop, scope, out);
      }
      case Stmt.Break _ -> {
        return End.BREAK;
      }
      case Stmt.Continue _ -> {
        return End.CONTINUE;
      }
      case Stmt.Assign(int _, Target target, Expr value) ->
          assign(target, evaluator.value(value, scope), scope);
      case Stmt.MacroDefinition(int _, String name, var shape) ->
          scope.set(name, new Macro(name, shape, scope, this));
      case Stmt.CallBlock call -> out.append(context.str(callBlock(call, scope)));
      case Stmt.Generation generation -> generation(generation, scope, out);
      default -> {
        return block(statement, scope, out);
      }
    }
    return End.NORMAL;
  }

  /** Statements with a body that is written elsewhere first, or has names of its own. */
  private End block(Stmt statement, Scope scope, BoundedText out) {
    return switch (statement) {
      case Stmt.AssignBlock(
              int _,
              Target target,
              Optional<Expr.Filter> filter,
              List<Stmt> body) -> {
        BoundedText text = new BoundedText(context.budget());
        End end = run(body, new Scope(scope), text);
        if (end == End.NORMAL) {
          Object value = filtered(filter, text.toString(), scope);
          assign(target, value, scope);
        }
        yield end;
      }
      case Stmt.FilterBlock(int _, Expr.Filter filter, List<Stmt> body) -> {
        BoundedText text = new BoundedText(context.budget());
        End end = run(body, new Scope(scope), text);
        if (end == End.NORMAL) {
          out.append(context.str(evaluator.filtered(filter, text.toString(), scope)));
        }
        yield end;
      }
      case Stmt.With(int _, List<Target> targets, List<Expr> values, List<Stmt> body) -> {
        Scope inner = new Scope(scope);
        for (int i = 0; i < targets.size(); i++) {
          assign(targets.get(i), evaluator.value(values.get(i), scope), inner);
        }
        yield run(body, inner, out);
      }
      default -> throw new IllegalStateException("not a statement: " + statement);
    };
  }

  private Object filtered(Optional<Expr.Filter> filter, String text, Scope scope) {
    return filter.isPresent() ? evaluator.filtered(filter.get(), text, scope) : text;
  }

  private End condition(Stmt.If condition, Scope scope, BoundedText out) {
    for (Stmt.Branch branch : condition.branches()) {
      if (evaluator.truth(branch.test(), scope)) {
        return run(branch.body(), scope, out);
      }
    }
    return run(condition.otherwise(), scope, out);
  }

  /**
   * The text of the block, noted as the assistant's: from where the output stands to as far as the
   * block is long, which is how {@code transformers} notes it.
   */
  private void generation(Stmt.Generation generation, Scope scope, BoundedText out) {
    String text = text(generation.body(), new Scope(scope));
    spans.add(new RenderedText.Span(root.length(), root.length() + text.length()));
    out.append(text);
  }

  private Object callBlock(Stmt.CallBlock block, Scope scope) {
    Expr.Call call = block.call();
    Object callee = evaluator.value(call.callee(), scope);
    CallArguments given = evaluator.arguments(call.arguments(), scope);
    Map<String, Object> named = new LinkedHashMap<>(given.named());
    named.put("caller", new Macro("caller", block.caller(), scope, this));
    return context.call(callee, new CallArguments(given.positional(), named));
  }

  private End forLoop(Stmt.For loop, Scope scope, BoundedText out) {
    Object items = evaluator.value(loop.head().items(), scope);
    if (loop.head().recursive()) {
      out.append(recursive(loop, items, scope, 0));
      return End.NORMAL;
    }
    return visit(
        loop,
        new LoopContext(context, tested(loop, items, scope), 0, Optional.empty()),
        scope,
        out);
  }

  private String recursive(Stmt.For loop, Object items, Scope scope, int depth0) {
    UnaryOperator<Object> recurse = inner -> recursive(loop, inner, scope, depth0 + 1);
    BoundedText text = new BoundedText(context.budget());
    context.budget().enter();
    LoopContext position =
        new LoopContext(context, tested(loop, items, scope), depth0, Optional.of(recurse));
    visit(loop, position, scope, text);
    context.budget().leave();
    return text.toString();
  }

  private End visit(Stmt.For loop, LoopContext position, Scope scope, BoundedText out) {
    boolean completed = false;
    while (position.hasNext()) {
      Scope body = new Scope(scope);
      assign(loop.head().target(), position.next(), body);
      body.set("loop", position);
      End end = run(loop.body(), body, out);
      if (end == End.BREAK) {
        break;
      }
      completed |= end == End.NORMAL;
    }
    return completed ? End.NORMAL : run(loop.otherwise(), new Scope(scope), out);
  }

  /** The items that pass the loop's test, found one by one as the loop goes on. */
  private Object tested(Stmt.For loop, Object items, Scope scope) {
    if (loop.head().test().isEmpty()) {
      return items;
    }
    Expr test = loop.head().test().get();
    Predicate<Object> passes =
        item -> {
          Scope inner = new Scope(scope);
          assign(loop.head().target(), item, inner);
          return evaluator.truth(test, inner);
        };
    Iterator<Object> all = context.iterate(items);
    return Lazy.generator(Iterators.filter(all, passes));
  }

  private void assign(Target target, Object value, Scope scope) {
    switch (target) {
      case Target.Variable(String name) -> scope.set(name, value);
      case Target.NamespaceAttribute(String namespace, String name) -> {
        if (!(scope.find(namespace).orElse(None.NONE) instanceof Namespace owner)) {
          throw new JinjaException("cannot assign attribute on non-namespace object");
        }
        owner.set(name, value);
      }
      case Target.Unpacked(List<Target> targets) -> unpack(targets, value, scope);
    }
  }

  private void unpack(List<Target> targets, Object value, Scope scope) {
    if (!Iteration.isIterable(value)) {
      throw new JinjaException("cannot unpack a value that is not iterable");
    }
    Iterator<Object> items = context.iterate(value);
    List<Object> values = new ArrayList<>(targets.size());
    while (items.hasNext()) {
      if (values.size() == targets.size()) {
        throw new JinjaException("too many values to unpack (expected " + targets.size() + ")");
      }
      values.add(items.next());
    }
    if (values.size() < targets.size()) {
      throw new JinjaException(
          "not enough values to unpack (expected %d, got %d)"
              .formatted(targets.size(), values.size()));
    }
    for (int i = 0; i < targets.size(); i++) {
      assign(targets.get(i), values.get(i), scope);
    }
  }
}
