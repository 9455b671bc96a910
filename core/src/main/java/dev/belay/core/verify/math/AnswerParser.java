package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Ambiguous;
import dev.belay.core.verify.math.Value.Labelled;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Ordered;
import dev.belay.core.verify.math.Value.Ratio;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what an answer is: splits it at its connectives, from the outermost in. */
final class AnswerParser {
  private static final int MAX_DEPTH = 12;
  private static final int MAX_ITEMS = 200;
  private static final Set<String> HEADINGS = Set.of("option", "choice", "answer");

  private final Tokens tokens;
  private final Budget budget;
  private final ScalarParser scalars;
  private int depth;

  AnswerParser(Tokens tokens, Budget budget) {
    this.tokens = tokens;
    this.budget = budget;
    this.scalars = new ScalarParser(tokens);
  }

  /**
   * The answer.
   *
   * @throws Unreadable where it is none
   */
  Value answer() {
    int end = tokens.size();
    while (end > 0 && (tokens.is(end - 1, TokenType.STOP) || tokens.is(end - 1, TokenType.COMMA))) {
      end--;
    }
    int start = afterHeading(end);
    if (start > 0) {
      return range(start, end);
    }
    int label = label(end);
    if (label > 0) {
      String letter = tokens.at(tokens.is(0, TokenType.OPEN_ROUND) ? 1 : 0).text();
      return new Labelled(letter, range(label, end));
    }
    return range(0, end);
  }

  /** After words that say no more than that an answer follows. */
  private int afterHeading(int end) {
    boolean heading =
        end > 1 && tokens.is(0, TokenType.WORD) && HEADINGS.contains(tokens.at(0).lower());
    int after = tokens.is(1, TokenType.COLON) || tokens.at(1).isWord("is") ? 2 : 1;
    return heading && after < end ? after : 0;
  }

  /** After the letter of an option that stands before its content; 0 without one. */
  private int label(int end) {
    int letter = tokens.is(0, TokenType.OPEN_ROUND) ? 1 : 0;
    Token token = tokens.at(letter);
    boolean option =
        token.is(TokenType.LETTER)
            && token.text().length() == 1
            && "ABCDEFGH".contains(token.text());
    Token after = tokens.at(letter + 1);
    boolean marked =
        after.is(TokenType.CLOSE_ROUND)
            || (letter == 0 && (after.is(TokenType.STOP) || after.is(TokenType.COLON)));
    int content = letter + 2;
    boolean apart = content < end && (tokens.at(content).spaced() || token.worded());
    return option && marked && apart && !isOperator(tokens.at(content)) ? content : 0;
  }

  private static boolean isOperator(Token token) {
    return switch (token.type()) {
      case PLUS, MINUS, TIMES, DIVIDE, POWER, EQUALS, COMMA, UNION, INTERSECTION, AND, OR -> true;
      default -> token.type().isRelation();
    };
  }

  private Value range(int from, int to) {
    if (++depth > MAX_DEPTH) {
      throw new Unreadable();
    }
    Value value = split(from, to);
    depth--;
    return value;
  }

  private Value split(int from, int to) {
    budget.spend(to - from + 1L);
    if (from >= to) {
      throw new Unreadable();
    }
    List<Integer> alternatives = tokens.outside(from, to, token -> token.is(TokenType.OR));
    if (!alternatives.isEmpty()) {
      return Lists.either(items(from, to, alternatives), budget);
    }
    boolean chosen = !tokens.outside(from + 1, to - 1, t -> t.is(TokenType.CHOOSE)).isEmpty();
    if (tokens.isBracket(from, to, TokenType.OPEN_BRACE) && !chosen) {
      return braced(from, to);
    }
    List<Integer> separators = tokens.outside(from, to, AnswerParser::separates);
    if (!separators.isEmpty()) {
      List<Value> items = items(from, to, separators);
      boolean both = separators.stream().anyMatch(i -> tokens.is(i, TokenType.AND));
      Value list = Lists.together(items, both, budget);
      return separators.size() == 1 && tokens.is(separators.getFirst(), TokenType.COMMA)
          ? scalars.decimalComma(from, to, separators.getFirst(), list)
          : list;
    }
    return item(from, to);
  }

  private static boolean separates(Token token) {
    return token.is(TokenType.COMMA) || token.is(TokenType.SEMICOLON) || token.is(TokenType.AND);
  }

  /** Braces group; with separators in plain text, they are a set. */
  private Value braced(int from, int to) {
    boolean set = !tokens.outside(from + 1, to - 1, AnswerParser::separates).isEmpty();
    Value read = range(from + 1, to - 1);
    Value inside = read instanceof Ambiguous(Value likely, Value _, boolean _) ? likely : read;
    return set && inside instanceof Unordered(List<Value> items, boolean any)
        ? new Unordered(items, true)
        : inside;
  }

  /** The values between separators; separators in a row count as one, as in ", and". */
  private List<Value> items(int from, int to, List<Integer> separators) {
    List<Value> items = new ArrayList<>();
    int start = from;
    List<Integer> ends = new ArrayList<>(separators);
    ends.add(to);
    for (int end : ends) {
      if (end > start) {
        items.add(range(start, end));
      } else if (end == to || !(tokens.is(end, TokenType.AND) || tokens.is(end, TokenType.OR))) {
        throw new Unreadable();
      }
      start = end + 1;
    }
    if (items.size() > MAX_ITEMS) {
      throw new Unreadable();
    }
    return items;
  }

  private Value item(int from, int to) {
    if (tokens.is(to - 1, TokenType.STOP)) {
      return range(from, to - 1);
    }
    if (has(from, to, token -> token.type().isRelation())) {
      return new RelationParser(tokens, scalars, budget, this::range).parse(from, to);
    }
    int in = first(from, to, token -> token.is(TokenType.IN));
    if (in > from) {
      return new Named(tokens.shown(from, in), null, range(in + 1, to));
    }
    if (has(from, to, AnswerParser::combinesSets)) {
      return combined(from, to);
    }
    if (has(from, to, AnswerParser::isRatio)) {
      return ratio(from, to);
    }
    Value bracket = bracket(from, to);
    if (bracket != null) {
      return bracket;
    }
    if (has(from, to, token -> token.is(TokenType.BEGIN))) {
      return new MatrixParser(tokens, budget).parse(from, to);
    }
    if (to - from == 1 && tokens.is(from, TokenType.EMPTY)) {
      return new Unordered(List.of(), true);
    }
    if (to - from == 1 && tokens.is(from, TokenType.NUMBERS)) {
      return Lists.numbers(tokens.at(from).text());
    }
    return scalars.parse(from, to);
  }

  private boolean has(int from, int to, Predicate<Token> wanted) {
    return first(from, to, wanted) >= 0;
  }

  private int first(int from, int to, Predicate<Token> wanted) {
    for (int i = from; i < to; i = tokens.after(i)) {
      if (wanted.test(tokens.at(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean combinesSets(Token token) {
    return token.is(TokenType.UNION)
        || token.is(TokenType.INTERSECTION)
        || token.is(TokenType.WITHOUT);
  }

  /** Unions, intersections and differences, from the left. */
  private Value combined(int from, int to) {
    List<Integer> operators = tokens.outside(from, to, AnswerParser::combinesSets);
    Regions regions = new Regions(budget);
    Value result = range(from, operators.getFirst());
    for (int i = 0; i < operators.size(); i++) {
      int end = i + 1 < operators.size() ? operators.get(i + 1) : to;
      Value next = range(operators.get(i) + 1, end);
      result = regions.combined(tokens.at(operators.get(i)).type(), result, next);
    }
    return result;
  }

  /** {@code 3:2}, {@code 12:30}, {@code 1:2:3}. */
  private Value ratio(int from, int to) {
    List<Integer> colons = tokens.outside(from, to, AnswerParser::isRatio);
    if (colons.getFirst() == from || colons.getLast() == to - 1 || hasOtherWord(from, to)) {
      return WordsParser.parse(tokens, from, to);
    }
    List<Expr> parts = new ArrayList<>();
    int start = from;
    for (int i = 0; i <= colons.size(); i++) {
      int end = i < colons.size() ? colons.get(i) : to;
      parts.add(new ExpressionParser(tokens, start, end, true).whole());
      start = end + 1;
    }
    return new Ratio(List.copyOf(parts), tokens.shown(from, to));
  }

  /** {@code 3 to 4} is a ratio too. */
  private static boolean isRatio(Token token) {
    return token.is(TokenType.COLON) || token.isWord("to");
  }

  private boolean hasOtherWord(int from, int to) {
    return has(from, to, token -> token.is(TokenType.WORD) && !token.isWord("to"));
  }

  /** A tuple, an interval or a set; null for what is none of them. */
  private @Nullable Value bracket(int from, int to) {
    TokenType open = tokens.at(from).type();
    if (tokens.closing(from) != to - 1) {
      return null;
    }
    List<Integer> commas = tokens.outside(from + 1, to - 1, AnswerParser::separates);
    if (open == TokenType.OPEN_SET) {
      return set(from, to, commas);
    }
    boolean tuple =
        open == TokenType.OPEN_ROUND
            || open == TokenType.OPEN_SQUARE
            || open == TokenType.OPEN_ANGLE;
    if (!tuple) {
      return null;
    }
    if (commas.isEmpty()) {
      boolean matrix = tokens.isBracket(from + 1, to - 1, TokenType.BEGIN);
      boolean plain =
          matrix || (open == TokenType.OPEN_ROUND && tokens.is(to - 1, TokenType.CLOSE_ROUND));
      return plain && to - from > 2 ? range(from + 1, to - 1) : null;
    }
    TokenType close = tokens.at(to - 1).type();
    return new Ordered(open, close, List.copyOf(items(from + 1, to - 1, commas)));
  }

  private Value set(int from, int to, List<Integer> commas) {
    if (to - from == 2) {
      return new Unordered(List.of(), true);
    }
    int bar =
        first(from + 1, to - 1, token -> token.is(TokenType.BAR) || token.is(TokenType.COLON));
    if (bar > 0 && bar + 1 < to - 1 && has(bar + 1, to - 1, t -> t.type().isRelation())) {
      return range(bar + 1, to - 1);
    }
    if (!commas.isEmpty()) {
      return new Unordered(List.copyOf(items(from + 1, to - 1, commas)), true);
    }
    Value only = range(from + 1, to - 1);
    return only instanceof Unordered(List<Value> items, boolean any)
        ? new Unordered(items, true)
        : new Unordered(List.of(only), true);
  }

  /** How a part of an answer is read. */
  interface Reader {
    Value read(int from, int to);
  }

  /** The scalar in a value, without the name that it was given. */
  static @Nullable Scalar scalar(Value value) {
    return switch (value) {
      case Scalar scalar -> scalar;
      case Named(String name, Expr left, Value inner) -> scalar(inner);
      default -> null;
    };
  }

  /** Whether a value is a set of real numbers by intervals. */
  static boolean isRegion(Value value) {
    return value instanceof Region
        || (value instanceof Named(String name, Expr left, Value inner) && isRegion(inner));
  }
}
