package dev.belay.core.verify;

import java.util.Locale;
import java.util.Set;

/** What the words of a sentence say of the expressions in it. */
final class Words {
  private static final Set<String> CHECKS =
      Set.of("check", "checking", "verify", "verification", "verifying", "double-check");
  private static final Set<String> OFFERS = Set.of("let", "feel", "would", "do", "need", "want");
  private static final Set<String> OFFERED = Set.of("know", "free", "you", "help", "like", "me");

  /** An expression after them is ruled out, a bound, or an operand. */
  private static final Set<String> AGAINST =
      Set.of(
          "not",
          "never",
          "cannot",
          "neither",
          "nor",
          "isn't",
          "isn\u2019t",
          "instead",
          "than",
          "least",
          "most",
          "between",
          "below",
          "above",
          "under",
          "beyond",
          "exceeds",
          "exceed",
          "twice",
          "thrice",
          "half",
          "double",
          "triple",
          "third",
          "quarter",
          "times",
          "plus",
          "minus",
          "negative",
          "sum",
          "product",
          "difference",
          "quotient",
          "square",
          "root",
          "cube",
          "reciprocal",
          "inverse",
          "multiple",
          "multiples",
          "conjugate",
          "opposite",
          "divided",
          "multiplied",
          "squared",
          "over",
          "modulo",
          "mod",
          "divides",
          "unless",
          "to",
          "nicht",
          "pas");

  /** An expression before them goes on. */
  private static final Set<String> CONTINUING =
      Set.of(
          "plus",
          "minus",
          "times",
          "x",
          "over",
          "multiplied",
          "divided",
          "added",
          "subtracted",
          "more",
          "less",
          "squared",
          "cubed",
          "factorial",
          "mod",
          "modulo",
          "to",
          "of",
          "percent",
          "or",
          "and",
          "choose");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "sin",
          "cos",
          "tan",
          "cot",
          "sec",
          "csc",
          "arcsin",
          "arccos",
          "arctan",
          "sinh",
          "cosh",
          "tanh",
          "log",
          "ln",
          "lg",
          "exp",
          "sqrt",
          "cbrt",
          "abs",
          "pi",
          "infinity",
          "inf",
          "max",
          "min",
          "gcd",
          "lcm",
          "floor",
          "ceil",
          "asin",
          "acos",
          "atan",
          "theta",
          "alpha",
          "beta",
          "phi");

  private static final int MOST_WORDS = 8;
  private static final int MOST_LETTERS = 60;

  private Words() {}

  /** The first word of a text in lower case, past signs and blanks; empty where none begins it. */
  static String first(String text) {
    int from = 0;
    while (from < text.length() && !Character.isLetterOrDigit(text.charAt(from))) {
      from++;
    }
    return word(text, from);
  }

  /** The word that begins at a position, in lower case; empty where none does. */
  static String word(String text, int from) {
    int end = from;
    while (end < text.length() && isInWord(text.charAt(end))) {
      end++;
    }
    return text.substring(from, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isInWord(char c) {
    return Character.isLetter(c) || c == '\'' || c == '\u2019' || c == '-';
  }

  /** Whether a text is so few words that they may be an answer. */
  static boolean areFew(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_LETTERS
        && text.indexOf('\n') < 0
        && text.strip().split("\\s++", -1).length <= MOST_WORDS;
  }

  /** Whether a sentence checks an answer, rather than give one. */
  static boolean checks(String sentence) {
    return begins(sentence, CHECKS, 6);
  }

  /** Whether a sentence offers the reader more. */
  static boolean offers(String sentence) {
    return begins(sentence, OFFERS, 2) && begins(sentence, OFFERED, 4);
  }

  private static boolean begins(String sentence, Set<String> words, int first) {
    int at = 0;
    for (int i = 0; i < first && at < sentence.length(); i++) {
      while (at < sentence.length() && !Character.isLetter(sentence.charAt(at))) {
        at++;
      }
      String word = word(sentence, at);
      if (words.contains(word)) {
        return true;
      }
      at += Math.max(1, word.length());
    }
    return false;
  }

  /** Whether one of the last words before an expression takes it away, or reckons with it. */
  static boolean speakAgainst(String before) {
    int at = before.length();
    for (int words = 0; words < 4 && at > 0; words++) {
      while (at > 0 && !isInWord(before.charAt(at - 1))) {
        at--;
      }
      int from = at;
      while (from > 0 && isInWord(before.charAt(from - 1))) {
        from--;
      }
      if (AGAINST.contains(before.substring(from, at).toLowerCase(Locale.ROOT))) {
        return true;
      }
      at = from;
    }
    return false;
  }

  /** Whether an expression goes on with what follows it. */
  static boolean continueIt(String after) {
    String rest = after.stripLeading();
    if (rest.isEmpty()) {
      return false;
    }
    return "+-*/^=<>%!\u2212\u00b7\u00d7\u00f7\u2248\u2260\u2264\u2265_\\".indexOf(rest.charAt(0))
            >= 0
        || CONTINUING.contains(word(rest, 0));
  }

  /** Whether a sentence holds mathematics: a digit, a sign, a command, a letter on its own. */
  static boolean hasMathematics(String sentence) {
    for (int i = 0; i < sentence.length(); i++) {
      if (startsMathematics(sentence, i) && !isArticle(sentence, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isArticle(String text, int at) {
    char c = text.charAt(at);
    return c == 'a' || c == 'A' || c == 'I' || "()[]{}|-/".indexOf(c) >= 0;
  }

  /** Whether mathematics may begin at a position: anything but a word of two or more letters. */
  static boolean startsMathematics(String text, int at) {
    char c = text.charAt(at);
    if (Character.isDigit(c)
        || "\\([{|+-\u2212\u00b1\u221a\u03c0\u221e=^<>\u2264\u2265".indexOf(c) >= 0) {
      return true;
    }
    boolean inside = at > 0 && isInWord(text.charAt(at - 1));
    if (inside || !Character.isLetter(c)) {
      return false;
    }
    String word = word(text, at);
    return word.length() == 1 || FUNCTIONS.contains(word);
  }

  static String shortened(String text) {
    String line = text.strip();
    return line.length() <= 40 ? line : line.substring(0, 37) + "\u2026";
  }
}
