package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Ambiguous;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Relation;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads equations and inequalities, and chains of them. */
final class RelationParser {
  private final Tokens tokens;
  private final ScalarParser scalars;
  private final Budget budget;
  private final AnswerParser.Reader reader;

  RelationParser(Tokens tokens, ScalarParser scalars, Budget budget, AnswerParser.Reader reader) {
    this.tokens = tokens;
    this.scalars = scalars;
    this.budget = budget;
    this.reader = reader;
  }

  Value parse(int from, int to) {
    List<Integer> relations = tokens.outside(from, to, token -> token.type().isRelation());
    boolean equations =
        relations.stream()
            .allMatch(i -> tokens.is(i, TokenType.EQUALS) || tokens.is(i, TokenType.APPROXIMATELY));
    if (equations) {
      return equations(from, to, relations);
    }
    return relations.size() == 1
        ? inequality(from, relations.getFirst(), to)
        : between(from, relations, to);
  }

  private Value equations(int from, int to, List<Integer> relations) {
    int first = relations.getFirst();
    if (first == from) {
      return equations(from, first, to, relations, "");
    }
    String name = name(from, first);
    if (name != null) {
      Expr left = optional(from, first);
      Value value = equations(from, first, to, relations, name);
      return value instanceof Unordered(List<Value> items, boolean set)
              && items.stream().allMatch(Named.class::isInstance)
              && !items.isEmpty()
          ? value
          : new Named(name, left, value);
    }
    if (tokens.closing(from) == first - 1
        && tokens.is(from, TokenType.OPEN_ROUND)
        && !isExpression(from, first)) {
      return new Named(tokens.shown(from, first), null, reader.read(first + 1, to));
    }
    return equation(from, first, to, relations);
  }

  /** The value at the end of a chain whose first part is a name. */
  private Value equations(int from, int first, int to, List<Integer> relations, String name) {
    int approximate = -1;
    List<Value> exact = new ArrayList<>();
    List<Value> named = new ArrayList<>();
    for (int i = 0; i < relations.size(); i++) {
      int start = relations.get(i) + 1;
      int end = i + 1 < relations.size() ? relations.get(i + 1) : to;
      String other = i + 1 < relations.size() ? name(start, end) : null;
      if (tokens.is(start - 1, TokenType.APPROXIMATELY) && !exact.isEmpty()) {
        approximate = start;
        break;
      }
      if (other != null) {
        named.add(new Named(other, optional(start, end), reader.read(start, end)));
      } else {
        exact.add(reader.read(start, end));
      }
    }
    if (exact.isEmpty() || first < from) {
      throw new Unreadable();
    }
    agree(exact);
    Value value = exact.getLast();
    if (!named.isEmpty()) {
      List<Value> all = new ArrayList<>();
      all.add(new Named(name, null, value));
      named.forEach(n -> all.add(new Named(((Named) n).name(), ((Named) n).left(), value)));
      return new Unordered(List.copyOf(all), true);
    }
    return approximate < 0 ? value : new Ambiguous(value, reader.read(approximate, to), true);
  }

  /** The parts of a chain may not contradict each other. */
  private void agree(List<Value> values) {
    Expressions expressions = new Expressions(budget);
    for (int i = 1; i < values.size(); i++) {
      Scalar before = AnswerParser.scalar(values.get(i - 1));
      Scalar after = AnswerParser.scalar(values.get(i));
      boolean differ =
          before != null
              && after != null
              && !before.unit().isKnown()
              && !after.unit().isKnown()
              && expressions.compare(before.expr(), after.expr()) == Equality.DIFFERENT;
      if (differ) {
        throw new Unreadable();
      }
    }
  }

  /** An equation whose left side is no name. */
  private Value equation(int from, int first, int to, List<Integer> relations) {
    Expr left = expression(from, first);
    boolean constant = Points.variables(left).isEmpty();
    if (constant) {
      List<Value> values = new ArrayList<>();
      values.add(Scalar.of(left));
      Value rest = equations(from, first, to, relations, "");
      Value end = rest instanceof Ambiguous(Value likely, Value also, boolean gold) ? likely : rest;
      values.add(end);
      if (tokens.is(first, TokenType.APPROXIMATELY)) {
        return new Ambiguous(Scalar.of(left), rest, true);
      }
      agree(values);
      return rest;
    }
    int last = relations.getLast();
    Expr right = expression(last + 1, to);
    boolean bare = !hasNumber(from, first) && Points.variables(right).isEmpty();
    return new Relation(TokenType.EQUALS, left.minus(right), bare ? right : null);
  }

  private boolean hasNumber(int from, int to) {
    for (int i = from; i < to; i++) {
      if (tokens.is(i, TokenType.NUMBER)) {
        return true;
      }
    }
    return false;
  }

  private boolean isExpression(int from, int to) {
    return optional(from, to) != null;
  }

  private @Nullable Expr optional(int from, int to) {
    try {
      return expression(from, to);
    } catch (Unreadable e) {
      return null;
    }
  }

  private Expr expression(int from, int to) {
    Value value = scalars.parse(from, to);
    Expr product = value instanceof Value.Words(String normal, Expr letters) ? letters : null;
    if (product != null) {
      return product;
    }
    if (value instanceof Ambiguous(Value likely, Value also, boolean gold)) {
      value = likely;
    }
    if (value instanceof Scalar(Expr expr, Unit unit, boolean percent) && !percent) {
      return expr;
    }
    throw new Unreadable();
  }

  /** What a range names: a variable, a function of something, words; null for others. */
  private @Nullable String name(int from, int to) {
    boolean letters = to > from;
    for (int i = from; i < to; i++) {
      Token token = tokens.at(i);
      boolean brace = token.is(TokenType.OPEN_BRACE) || token.is(TokenType.CLOSE_BRACE);
      boolean letter = brace || token.is(TokenType.LETTER) || token.is(TokenType.WORD);
      if (!letter && !token.is(TokenType.PRIME)) {
        letters = false;
        break;
      }
    }
    if (letters) {
      return tokens.shown(from, to);
    }
    int at = from;
    if (!tokens.is(at, TokenType.LETTER) && !tokens.is(at, TokenType.WORD)) {
      return null;
    }
    at++;
    while (tokens.is(at, TokenType.PRIME) && at < to) {
      at++;
    }
    while ((tokens.is(at, TokenType.SUBSCRIPT) || isInverse(at)) && at + 1 < to) {
      at = tokens.after(at + 1);
    }
    boolean applied = at < to && tokens.is(at, TokenType.OPEN_ROUND) && tokens.after(at) == to;
    return at == to || (applied && isFunctionName(from, at, to)) ? tokens.shown(from, to) : null;
  }

  private boolean isInverse(int at) {
    return tokens.is(at, TokenType.POWER)
        && tokens.shown(at + 1, tokens.after(at + 1)).equals("-1");
  }

  /** {@code f(x)} and {@code P(A)} name something; {@code x(x+1)} is a product. */
  private boolean isFunctionName(int from, int bracket, int to) {
    boolean variable = tokens.at(from).text().equals("x") || tokens.at(from).text().equals("y");
    return !variable || (tokens.is(bracket + 1, TokenType.LETTER) && to - bracket == 3);
  }

  private Value inequality(int from, int relation, int to) {
    Expr left = expression(from, relation);
    Expr right = expression(relation + 1, to);
    TokenType type = tokens.at(relation).type();
    Value solved = Inequalities.solved(left, type, right, budget);
    return solved != null ? solved : Inequalities.relation(left, type, right);
  }

  /** {@code 1 < x ≤ 2}: all hold together. */
  private Value between(int from, List<Integer> relations, int to) {
    Regions regions = new Regions(budget);
    Value result = null;
    int start = from;
    for (int i = 0; i < relations.size(); i++) {
      int end = i + 1 < relations.size() ? relations.get(i + 1) : to;
      Value part = inequality(start, relations.get(i), end);
      if (!(part instanceof Named(String name, Expr left, Region region))) {
        throw new Unreadable();
      }
      result = result == null ? part : regions.combined(TokenType.INTERSECTION, result, part);
      start = relations.get(i) + 1;
    }
    if (result == null) {
      throw new Unreadable();
    }
    return result;
  }
}
