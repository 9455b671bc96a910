package dev.belay.core.verify.math;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer means. */
sealed interface Value {

  /**
   * One expression, perhaps with a unit.
   *
   * @param percent whether it is so many per cent
   */
  record Scalar(Expr expr, Unit unit, boolean percent) implements Value {
    static Scalar of(Expr expr) {
      return new Scalar(expr, Unit.NONE, false);
    }
  }

  /** Digits with a base as subscript. */
  record Numeral(String digits, Rational base) implements Value {}

  /** A tuple, a point, a vector; two numbers may be an interval. */
  record Ordered(TokenType open, TokenType close, List<Value> items) implements Value {
    boolean isRound() {
      return open == TokenType.OPEN_ROUND && close == TokenType.CLOSE_ROUND;
    }
  }

  /**
   * A set, or answers in a row, whose order says nothing.
   *
   * @param set whether braces make it a set, where repetition says nothing either
   */
  record Unordered(List<Value> items, boolean set) implements Value {}

  /** A union of intervals. */
  record Region(List<Interval> intervals) implements Value {}

  /** A matrix, row by row. */
  record Matrix(List<List<Expr>> rows) implements Value {}

  /**
   * An equation whose left side is a name.
   *
   * @param left the name as an expression; null where it is none
   */
  record Named(String name, @Nullable Expr left, Value value) implements Value {}

  /**
   * An equation or inequality: a difference compared with zero.
   *
   * @param right the right side where it is a number and the left one has none; null otherwise
   */
  record Relation(TokenType relation, Expr difference, @Nullable Expr right) implements Value {}

  /** A ratio, or a time of day. */
  record Ratio(List<Expr> parts, String shown) implements Value {
    boolean mayBeTime() {
      int first = shown.indexOf(':');
      int second = shown.indexOf(':', first + 1);
      int minutes = (second < 0 ? shown.length() : second) - first - 1;
      return minutes == 2;
    }
  }

  /**
   * Words.
   *
   * @param normal in lower case, without signs
   * @param product what they are if their letters are variables; null where they cannot be
   */
  record Words(String normal, @Nullable Expr product) implements Value {}

  /**
   * What can be read in two ways.
   *
   * @param asReference whether the second counts where a reference is so written
   */
  record Ambiguous(Value likely, Value also, boolean asReference) implements Value {}

  /** The letter of an option and what it says. */
  record Labelled(String letter, Value content) implements Value {}

  /** What could not be read: its tokens as they stand. */
  record Verbatim(String shown) implements Value {}
}
