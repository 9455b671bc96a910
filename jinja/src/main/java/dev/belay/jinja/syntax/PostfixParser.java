package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.Token.Kind;
import dev.belay.jinja.value.None;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What follows an operand: attributes, subscripts, calls, filters and tests. */
final class PostfixParser {

  private static final Set<Kind> ARGUMENT_STARTS =
      EnumSet.of(Kind.NAME, Kind.STRING, Kind.INTEGER, Kind.FLOAT);

  private final TokenStream stream;
  private final ParseNotes notes;
  private final ExpressionParser expressions;

  PostfixParser(TokenStream stream, ParseNotes notes, ExpressionParser expressions) {
    this.stream = stream;
    this.notes = notes;
    this.expressions = expressions;
  }

  Expr attributesAndCalls(Expr operand) {
    Expr result = operand;
    while (true) {
      if (stream.isOperator(".")) {
        result = attribute(result);
      } else if (stream.isOperator("[")) {
        result = subscript(result);
      } else if (stream.isOperator("(")) {
        result = call(result);
      } else {
        return result;
      }
    }
  }

  Expr filtersAndTests(Expr operand) {
    Expr result = operand;
    while (true) {
      if (stream.isOperator("|")) {
        stream.next();
        result = filter(Optional.of(result));
      } else if (stream.isName("is")) {
        result = test(result);
      } else if (stream.isOperator("(")) {
        result = call(result);
      } else {
        return result;
      }
    }
  }

  private Expr attribute(Expr owner) {
    int line = stream.next().line();
    Token name = stream.next();
    return switch (name.kind()) {
      case NAME -> {
        notes.key(name.text());
        yield new Expr.Attribute(line, owner, name.text());
      }
      case INTEGER ->
          new Expr.Subscript(line, owner, new Expr.Constant(line, NumberLiteral.value(name)));
      default -> throw stream.fail("expected name or number after '.'");
    };
  }

  private Expr subscript(Expr owner) {
    int line = stream.expectOperator("[").line();
    List<Expr> parts = new ArrayList<>();
    while (!stream.isOperator("]")) {
      if (!parts.isEmpty()) {
        stream.expectOperator(",");
      }
      parts.add(subscriptPart());
    }
    stream.expectOperator("]");
    Expr index = parts.size() == 1 ? parts.getFirst() : new Expr.TupleDisplay(line, parts);
    return new Expr.Subscript(line, owner, index);
  }

  private Expr subscriptPart() {
    int line = stream.current().line();
    Expr nothing = new Expr.Constant(line, None.NONE);
    Expr start = nothing;
    if (!stream.isOperator(":")) {
      start = expressions.expression();
      if (!stream.isOperator(":")) {
        return start;
      }
    }
    stream.expectOperator(":");
    Expr stop = atSlicePartEnd() ? nothing : expressions.expression();
    Expr step = nothing;
    if (stream.skipOperator(":") && !atSlicePartEnd()) {
      step = expressions.expression();
    }
    return new Expr.Slice(line, start, stop, step);
  }

  private boolean atSlicePartEnd() {
    return stream.isOperator(":") || stream.isOperator("]") || stream.isOperator(",");
  }

  private Expr call(Expr callee) {
    int line = stream.current().line();
    return new Expr.Call(line, callee, arguments());
  }

  Arguments arguments() {
    stream.expectOperator("(");
    ArgumentList list = new ArgumentList();
    while (!stream.isOperator(")")) {
      if (list.started) {
        stream.expectOperator(",");
        if (stream.isOperator(")")) {
          break;
        }
      }
      list.read();
      list.started = true;
    }
    stream.expectOperator(")");
    return list.toArguments();
  }

  /** Arguments of one call while they are read. */
  private final class ArgumentList {
    private final List<Expr> positional = new ArrayList<>();
    private final List<Arguments.Keyword> named = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Optional<Expr> items = Optional.empty();
    private Optional<Expr> dict = Optional.empty();
    private boolean started;

    void read() {
      if (stream.skipOperator("*")) {
        require(items.isEmpty() && dict.isEmpty());
        items = Optional.of(expressions.expression());
      } else if (stream.skipOperator("**")) {
        require(dict.isEmpty());
        dict = Optional.of(expressions.expression());
      } else if (stream.is(Kind.NAME) && stream.look().isOperator("=")) {
        require(dict.isEmpty());
        String name = stream.next().text();
        stream.next();
        if (!names.add(name)) {
          throw stream.fail("keyword argument repeated: " + name);
        }
        named.add(new Arguments.Keyword(name, expressions.expression()));
      } else {
        require(items.isEmpty() && dict.isEmpty() && named.isEmpty());
        positional.add(expressions.expression());
      }
    }

    private void require(boolean holds) {
      if (!holds) {
        throw stream.fail("invalid syntax for function call expression");
      }
    }

    Arguments toArguments() {
      return new Arguments(List.copyOf(positional), List.copyOf(named), items, dict);
    }
  }

  private Expr.Filter filter(Optional<Expr> input) {
    int line = stream.current().line();
    String name = dottedName();
    notes.filter(name, line);
    Arguments arguments = stream.isOperator("(") ? arguments() : Arguments.NONE;
    return new Expr.Filter(line, input, name, arguments);
  }

  /** Filters without an operand, the first after a bar or not. */
  Optional<Expr.Filter> filterChain(boolean startInline) {
    Optional<Expr.Filter> chain =
        startInline ? Optional.of(filter(Optional.empty())) : Optional.empty();
    while (stream.skipOperator("|")) {
      chain = Optional.of(filter(chain.map(inner -> inner)));
    }
    return chain;
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(stream.expectName().text());
    while (stream.skipOperator(".")) {
      name.append('.').append(stream.expectName().text());
    }
    return name.toString();
  }

  private Expr test(Expr value) {
    int line = stream.next().line();
    boolean negated = stream.skipName("not");
    String name = dottedName();
    notes.test(name, line);
    Expr test = new Expr.Test(line, value, name, testArguments());
    return negated ? new Expr.Not(line, test) : test;
  }

  private Arguments testArguments() {
    if (stream.isOperator("(")) {
      return arguments();
    }
    boolean starts =
        ARGUMENT_STARTS.contains(stream.current().kind())
            || stream.isOperator("[")
            || stream.isOperator("{");
    boolean ends = stream.isName("else") || stream.isName("or") || stream.isName("and");
    if (!starts || ends) {
      return Arguments.NONE;
    }
    if (stream.isName("is")) {
      throw stream.fail("You cannot chain multiple tests with is");
    }
    Expr argument = attributesAndCalls(expressions.primary());
    return new Arguments(List.of(argument), List.of(), Optional.empty(), Optional.empty());
  }
}
