package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Value.Ambiguous;
import dev.belay.core.verify.math.Value.Labelled;
import dev.belay.core.verify.math.Value.Matrix;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Numeral;
import dev.belay.core.verify.math.Value.Ordered;
import dev.belay.core.verify.math.Value.Ratio;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Relation;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import dev.belay.core.verify.math.Value.Verbatim;
import dev.belay.core.verify.math.Value.Words;
import java.util.Optional;

/**
 * A final answer of mathematics, in LaTeX or plain text, read into what it means. No answer is an
 * error, and no two answers take more than a bounded time to compare.
 *
 * <p>Conventions, where what is written leaves a choice:
 *
 * <ul>
 *   <li><b>Numbers</b> are exact: {@code 0.33} is not {@code 1/3}, {@code 0.\overline{3}} is.
 *       {@code 1,234}, {@code 1{,}234} and {@code 10 000} are grouped; {@code 1.000} is one. {@code
 *       3,5} is a list of two in a reference, and may be 3.5 in an answer; with a unit it is 3.5.
 *   <li><b>Mixed numbers</b>: a whole number before a proper fraction is added to it.
 *   <li><b>Percent</b>: {@code 50%} is {@code 50} and {@code 0.5}.
 *   <li><b>Units</b> do not matter where one side has none or one that is not known ({@code 5
 *       apples}); known units of one kind are converted ({@code 500 cm} is {@code 5 m}); of
 *       different kinds they differ. {@code 90^\circ} is {@code 90} and {@code \pi/2}. The modulus
 *       of a congruence is left out.
 *   <li><b>Names</b>: {@code x = 5}, {@code f(x) = 5} and {@code 5} are equal, {@code y = 5} and
 *       {@code x = 5} are not. {@code x = 1} and {@code y = 2} together are {@code (1, 2)}.
 *   <li><b>Several values</b> without brackets, with "or", "and" or commas, are in any order, as
 *       are sets; {@code \pm 2} is {@code 2, -2}. Sets do not count repetition. A tuple has its
 *       order. Brackets round a list in the same order change nothing.
 *   <li><b>Intervals</b> are inequalities of a variable, and unions of both. {@code (1, 2)} is a
 *       point or an interval, whichever the other is.
 *   <li><b>Vectors</b>: a tuple is a matrix of one row or column.
 *   <li><b>Equations and inequalities</b> are equal when one is a multiple of the other.
 *   <li><b>Functions</b>: angles are in radians unless a degree sign says otherwise; {@code \log}
 *       has base ten, and what is equal only with base e is {@link Equality#UNKNOWN}; {@code e} and
 *       {@code i} are constants; odd roots of negative numbers are real. Rational functions are
 *       compared as such, whatever their gaps.
 *   <li><b>Bases</b>: {@code 101_2} in a reference is {@code 101}, as the question names the base;
 *       in an answer it is what it is worth.
 *   <li><b>Ratios</b>: {@code 2:4} is {@code 1:2} and {@code 1/2}; what may be a time of day is
 *       equal only as it is written.
 *   <li><b>Options</b>: {@code (B)}, {@code \text{B}} and {@code B) 7} have the same letter, and
 *       the last is {@code 7} too.
 *   <li><b>Words</b> are compared without case, articles and signs; {@code ten} is 10.
 *   <li>What cannot be read equals only what is written alike; all else about it is {@link
 *       Equality#UNKNOWN}.
 * </ul>
 */
public final class MathAnswer {
  private static final int MAX_CHARACTERS = 2000;
  private static final int MAX_VERBATIM = 400;
  private static final long READING_STEPS = 400_000;
  private static final long COMPARING_STEPS = 4_000_000;

  /** What kind of answer it is. */
  public enum Kind {
    /** A number or an expression, perhaps with a unit or a name. */
    SCALAR,
    /** Digits in a base. */
    NUMERAL,
    /** A tuple, point or vector; two numbers may be an interval. */
    TUPLE,
    /** A set, or several values in any order. */
    SET,
    /** A union of intervals, or an inequality of a variable. */
    INTERVALS,
    /** A matrix. */
    MATRIX,
    /** An equation or inequality. */
    RELATION,
    /** A ratio or a time. */
    RATIO,
    /** Words. */
    WORDS,
    /** The letter of an option with what it says. */
    OPTION,
    /** Not understood: equal only to what is written alike. */
    UNREAD
  }

  private final String text;
  private final Value value;

  private MathAnswer(String text, Value value) {
    this.text = text;
    this.value = value;
  }

  /**
   * Reads an answer without what surrounds it: no sentence, no {@code \boxed} needed.
   *
   * @return empty for a text that is blank, too long, or has nothing that could be compared
   */
  public static Optional<MathAnswer> read(String text) {
    String bare = withLabelClosed(withSingleBackslashes(text.strip()));
    if (bare.isEmpty() || bare.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    Value value;
    try {
      value = new AnswerParser(Tokens.of(bare), new Budget(READING_STEPS)).answer();
    } catch (Unreadable | Undetermined | ArithmeticException e) {
      value = verbatim(bare);
    }
    boolean nothing = value instanceof Verbatim(String shown) && shown.isEmpty();
    return nothing ? Optional.empty() : Optional.of(new MathAnswer(bare, value));
  }

  /** Programs that escape a text twice write {@code \\\\frac}; rows need a matrix. */
  private static String withSingleBackslashes(String text) {
    return text.contains("\\\\") && !text.contains("\\begin") ? text.replace("\\\\", "\\") : text;
  }

  /** {@code B) 7} has a bracket too few. */
  private static String withLabelClosed(String text) {
    boolean label =
        text.length() > 2 && "ABCDEFGH".indexOf(text.charAt(0)) >= 0 && text.charAt(1) == ')';
    return label ? "(" + text : text;
  }

  private static Value verbatim(String text) {
    String shown;
    try {
      StringBuilder joined = new StringBuilder();
      for (Token token : Lexer.tokens(text)) {
        joined.append(token.text());
      }
      shown = joined.toString();
    } catch (Unreadable e) {
      shown = text.replace(" ", "");
    }
    String bare = shown.endsWith(".") ? shown.substring(0, shown.length() - 1) : shown;
    return new Verbatim(bare.length() <= MAX_VERBATIM ? bare : "");
  }

  /**
   * Whether an answer means the same as this reference. The order matters only where a convention
   * says so.
   */
  public Equality compare(MathAnswer answer) {
    try {
      return new Values(new Budget(COMPARING_STEPS)).compare(value, answer.value);
    } catch (Undetermined | Unreadable | ArithmeticException e) {
      return Equality.UNKNOWN;
    }
  }

  /** What kind of answer it is. */
  public Kind kind() {
    return kind(value);
  }

  private static Kind kind(Value value) {
    return switch (value) {
      case Scalar _ -> Kind.SCALAR;
      case Numeral numeral -> Kind.NUMERAL;
      case Ordered ordered -> Kind.TUPLE;
      case Unordered unordered -> Kind.SET;
      case Region region -> Kind.INTERVALS;
      case Matrix matrix -> Kind.MATRIX;
      case Relation relation -> Kind.RELATION;
      case Ratio ratio -> Kind.RATIO;
      case Words words -> Kind.WORDS;
      case Labelled labelled -> Kind.OPTION;
      case Verbatim verbatim -> Kind.UNREAD;
      case Named named -> kind(named.value());
      case Ambiguous ambiguous -> kind(ambiguous.likely());
    };
  }

  /** The text that was read. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
