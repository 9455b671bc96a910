package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import java.util.Set;

/**
 * Words that reckon with the number beside them: sqrt(5), ln 5, half of 10, double 5; 5 squared.
 */
final class FunctionWords {

  /** A number after them is their argument. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "sqrt",
          "cbrt",
          "root",
          "ln",
          "log",
          "lg",
          "sin",
          "cos",
          "tan",
          "cot",
          "csc",
          "arcsin",
          "arccos",
          "arctan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "double",
          "twice",
          "triple",
          "thrice",
          "quadruple",
          "quintuple");

  /** The same where brackets follow at once; else they are words or units. */
  private static final Set<String> CALLED =
      Set.of("abs", "exp", "floor", "ceil", "ceiling", "round", "max", "min", "gcd", "lcm", "sec");

  /** The same before "of". */
  private static final Set<String> OF =
      Set.of(
          "half",
          "third",
          "thirds",
          "quarter",
          "quarters",
          "fifth",
          "fifths",
          "tenth",
          "tenths",
          "double",
          "triple",
          "square",
          "cube",
          "root",
          "logarithm",
          "log",
          "sine",
          "cosine",
          "tangent",
          "factorial",
          "reciprocal",
          "inverse",
          "opposite");

  private static final Set<String> CONSTANTS = Set.of("pi", "\u03c0");

  /** After a number they make another of it. */
  private static final Set<String> SUFFIXES =
      Set.of("squared", "cubed", "factorial", "doubled", "tripled", "halved");

  /** The same where a number follows. */
  private static final Set<String> JOINING = Set.of("remainder", "r", "choose");

  private FunctionWords() {}

  /**
   * After the word that begins at a token and makes something else of what follows, or is a
   * constant; that token itself where none does.
   */
  static int after(MathTokens tokens, int at) {
    if (!tokens.is(at, Kind.WORD)) {
      return at;
    }
    String word = tokens.at(at).word();
    MathToken next = tokens.at(at + 1);
    boolean bracket = next.is(Kind.OPEN) && tokens.closing(at + 1) > 0;
    boolean argument = bracket || (!next.is(Kind.OPEN) && tokens.startsNumber(at + 1));
    boolean called = CALLED.contains(word) && bracket && tokens.startsNumber(at + 2);
    if (CONSTANTS.contains(word)
        || (argument && FUNCTIONS.contains(withoutBase(word)))
        || (called && !next.spaced())) {
      return at + 1;
    }
    int of = word.equals("absolute") && next.isWord("value") ? at + 2 : at + 1;
    int operand = tokens.at(of + 1).isWord("the") ? of + 2 : of + 1;
    boolean reckons = of == at + 2 || OF.contains(word);
    return reckons && tokens.at(of).isWord("of") && tokens.startsNumber(operand) ? operand : at;
  }

  /** {@code log_2}. */
  private static String withoutBase(String word) {
    int base = word.indexOf('_');
    return base < 0 ? word : word.substring(0, base);
  }

  /** After the words that begin at a token and make something else of the number before them. */
  static int afterSuffix(MathTokens tokens, int at) {
    MathToken token = tokens.at(at);
    if (SUFFIXES.contains(token.word())) {
      // "5 squared meters" is 5 of a unit.
      boolean power = token.isWord("squared") || token.isWord("cubed");
      return power && tokens.afterUnit(at + 1) > at + 1 ? at : at + 1;
    }
    if (JOINING.contains(token.word())) {
      return tokens.startsNumber(at + 1) ? at + 1 : at;
    }
    int power = token.isWord("raised") ? at + 1 : at;
    boolean to = tokens.at(power).isWord("to") && tokens.at(power + 1).isWord("the");
    for (int i = power + 2; to && i <= power + 3; i++) {
      if (tokens.at(i).isWord("power")) {
        return tokens.at(i + 1).isWord("of") ? i + 2 : i + 1;
      }
    }
    return at;
  }

  /** Whether a word after a number makes another of it. */
  static boolean isSuffix(String word) {
    return SUFFIXES.contains(word) || JOINING.contains(word) || word.equals("raised");
  }
}
