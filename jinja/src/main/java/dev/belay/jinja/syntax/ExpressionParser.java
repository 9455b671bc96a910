package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.Token.Kind;
import dev.belay.jinja.value.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expressions, from loose to tight: {@code if else}, {@code or}, {@code and}, {@code not},
 * comparisons, then binary operators by their binding power, unary ones, and what follows an
 * operand (attributes, subscripts, calls, filters, tests).
 */
final class ExpressionParser {

  /** Operators of arithmetic; all associate to the left, {@code **} too. */
  private static final Map<String, Integer> BINDING_POWER =
      Map.of("+", 1, "-", 1, "~", 2, "*", 3, "/", 3, "//", 3, "%", 3, "**", 4);

  private static final int TIGHTEST = 4;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream stream;
  private final ParseNotes notes;
  private final PostfixParser postfix;

  ExpressionParser(TokenStream stream, ParseNotes notes) {
    this.stream = stream;
    this.notes = notes;
    this.postfix = new PostfixParser(stream, notes, this);
  }

  Expr expression() {
    notes.enter(stream.current().line());
    Expr result = conditional();
    notes.leave();
    return result;
  }

  private Expr conditional() {
    int line = stream.current().line();
    int unknown = notes.unknownCount();
    Expr result = or();
    while (stream.skipName("if")) {
      Expr test = or();
      Optional<Expr> otherwise =
          stream.skipName("else") ? Optional.of(expression()) : Optional.empty();
      result = new Expr.Conditional(line, test, result, otherwise);
      notes.forgiveSince(unknown);
    }
    return result;
  }

  private Expr or() {
    Expr left = and();
    while (stream.isName("or")) {
      int line = stream.next().line();
      left = new Expr.Or(line, left, and());
    }
    return left;
  }

  private Expr and() {
    Expr left = not();
    while (stream.isName("and")) {
      int line = stream.next().line();
      left = new Expr.And(line, left, not());
    }
    return left;
  }

  private Expr not() {
    if (!stream.isName("not")) {
      return comparison();
    }
    int line = stream.next().line();
    notes.enter(line);
    Expr result = new Expr.Not(line, not());
    notes.leave();
    return result;
  }

  private Expr comparison() {
    int line = stream.current().line();
    Expr first = binary(1);
    List<Expr.Operand> rest = new ArrayList<>();
    while (true) {
      Token token = stream.current();
      if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        stream.next();
        rest.add(new Expr.Operand(token.text(), binary(1)));
      } else if (stream.skipName("in")) {
        rest.add(new Expr.Operand("in", binary(1)));
      } else if (token.isName("not") && stream.look().isName("in")) {
        stream.next();
        stream.next();
        rest.add(new Expr.Operand("not in", binary(1)));
      } else {
        return rest.isEmpty() ? first : new Expr.Compare(line, first, List.copyOf(rest));
      }
    }
  }

  private Expr binary(int power) {
    if (power > TIGHTEST) {
      return unary(true);
    }
    Expr left = binary(power + 1);
    while (stream.is(Kind.OPERATOR)
        && BINDING_POWER.getOrDefault(stream.current().text(), 0) == power) {
      if (stream.isOperator("~")) {
        left = concat(left, power + 1);
      } else {
        Token operator = stream.next();
        left = new Expr.Binary(operator.line(), operator.text(), left, binary(power + 1));
      }
    }
    return left;
  }

  /** All that follows with {@code ~} between, as one node. */
  private Expr concat(Expr first, int power) {
    int line = stream.current().line();
    List<Expr> items = new ArrayList<>();
    items.add(first);
    while (stream.skipOperator("~")) {
      items.add(binary(power));
    }
    return new Expr.Concat(line, List.copyOf(items));
  }

  private Expr unary(boolean withFilters) {
    Expr result;
    if (stream.isOperator("-") || stream.isOperator("+")) {
      Token operator = stream.next();
      notes.enter(operator.line());
      result = new Expr.Unary(operator.line(), operator.text(), unary(false));
      notes.leave();
    } else {
      result = primary();
    }
    result = postfix.attributesAndCalls(result);
    return withFilters ? postfix.filtersAndTests(result) : result;
  }

  /** A name, a literal, or something in brackets. */
  Expr primary() {
    Token token = stream.current();
    return switch (token.kind()) {
      case NAME -> name(stream.next());
      case STRING -> string();
      case INTEGER, FLOAT -> new Expr.Constant(token.line(), NumberLiteral.value(stream.next()));
      case OPERATOR -> bracket(token);
      default -> throw stream.fail("unexpected '" + token.describe() + "'");
    };
  }

  private Expr name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expr.Constant(token.line(), true);
      case "false", "False" -> new Expr.Constant(token.line(), false);
      case "none", "None" -> new Expr.Constant(token.line(), None.NONE);
      default -> {
        notes.mention(token.text());
        yield new Expr.Name(token.line(), token.text());
      }
    };
  }

  private Expr string() {
    int line = stream.current().line();
    StringBuilder text = new StringBuilder();
    while (stream.is(Kind.STRING)) {
      text.append(stream.next().text());
    }
    notes.key(text.toString());
    return new Expr.Constant(line, text.toString());
  }

  private Expr bracket(Token token) {
    return switch (token.text()) {
      case "(" -> {
        stream.next();
        Expr inside = tuple(Tuples.IN_PARENTHESES);
        stream.expectOperator(")");
        yield inside;
      }
      case "[" -> list();
      case "{" -> dict();
      default -> throw stream.fail("unexpected '" + token.describe() + "'");
    };
  }

  private Expr list() {
    int line = stream.expectOperator("[").line();
    List<Expr> items = new ArrayList<>();
    while (!stream.isOperator("]")) {
      if (!items.isEmpty()) {
        stream.expectOperator(",");
      }
      if (!stream.isOperator("]")) {
        items.add(expression());
      }
    }
    stream.expectOperator("]");
    return new Expr.ListDisplay(line, List.copyOf(items));
  }

  private Expr dict() {
    int line = stream.expectOperator("{").line();
    List<Expr.Pair> items = new ArrayList<>();
    while (!stream.isOperator("}")) {
      if (!items.isEmpty()) {
        stream.expectOperator(",");
      }
      if (!stream.isOperator("}")) {
        Expr key = expression();
        stream.expectOperator(":");
        items.add(new Expr.Pair(key, expression()));
      }
    }
    stream.expectOperator("}");
    return new Expr.DictDisplay(line, List.copyOf(items));
  }

  /** Where expressions separated by commas may stand. */
  enum Tuples {
    /** Anywhere: the value of {@code set}, a print statement. */
    PLAIN,
    /** A condition or the items of a loop, where {@code if} does not begin a conditional. */
    WITHOUT_CONDITIONAL,
    /** In parentheses, where nothing at all is the empty tuple. */
    IN_PARENTHESES
  }

  /** One expression, or a tuple of several. */
  Expr tuple(Tuples where) {
    int line = stream.current().line();
    List<Expr> items = new ArrayList<>();
    boolean comma = false;
    boolean conditional = where == Tuples.PLAIN || where == Tuples.IN_PARENTHESES;
    while (!atTupleEnd()) {
      items.add(conditional ? expression() : or());
      if (!stream.skipOperator(",")) {
        break;
      }
      comma = true;
    }
    if (!comma && items.size() == 1) {
      return items.getFirst();
    }
    if (items.isEmpty() && where != Tuples.IN_PARENTHESES) {
      throw stream.expected("an expression");
    }
    return new Expr.TupleDisplay(line, List.copyOf(items));
  }

  private boolean atTupleEnd() {
    return stream.is(Kind.VARIABLE_END) || stream.is(Kind.BLOCK_END) || stream.isOperator(")");
  }

  /** The arguments of a call, parentheses included. */
  Arguments arguments() {
    return postfix.arguments();
  }

  /** Filters without an operand: {@code | name(…) | …}; empty when there is none. */
  Optional<Expr.Filter> filters() {
    return postfix.filterChain(false);
  }

  /** Filters of a filter block, the first without a bar. */
  Expr.Filter blockFilters() {
    return postfix.filterChain(true).orElseThrow(() -> stream.expected("a filter"));
  }
}
