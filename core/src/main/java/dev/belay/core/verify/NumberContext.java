package dev.belay.core.verify;

import java.util.regex.Pattern;

/** Tells from its neighbours whether a number is an answer or a piece of something else. */
final class NumberContext {

  /** Sentences are not followed further than this many characters. */
  private static final int MAX_SENTENCE = 300;

  private static final String OPERATORS = "+-*/\u2013";
  private static final Pattern WORD_OPERATOR_BEFORE =
      Pattern.compile(
          "(?i)\\d[%)]?\\s+(?:plus|minus|times|divided by|multiplied by|over|to the power"
              + " of|x)\\s+$");
  private static final Pattern WORD_OPERATOR_AFTER =
      Pattern.compile(
          "(?i)^\\s+(?:plus|minus|times|divided by|multiplied by|over|to the power"
              + " of|x)\\s+[-(]?[\\d.]");
  private static final Pattern ORDINAL = Pattern.compile("(?i)^(?:st|nd|rd|th)\\b");
  private static final Pattern LIST_MARKER = Pattern.compile("(?:^|\\n)[ \\t]*\\(?$");

  private NumberContext() {}

  /**
   * Where the sign of a number stands, or -1. A minus is a sign unless something to subtract from
   * stands before it: {@code -5}, {@code = - 5} and {@code (-5)}, but not {@code 8 - 5}, {@code
   * 8-5}, {@code x-5}, nor the dash of a list.
   */
  static int sign(String plain, int digits) {
    int at = skipSpacesBefore(plain, digits);
    if (at < 0 || (plain.charAt(at) != '-' && plain.charAt(at) != '+')) {
      return -1;
    }
    int before = skipSpacesBefore(plain, at);
    if (before < 0 || plain.charAt(before) == '\n') {
      return at == digits - 1 ? at : -1;
    }
    char previous = plain.charAt(before);
    boolean attached = at == digits - 1 && before < at - 1;
    if (attached && !isOperand(previous)) {
      return at;
    }
    if (attached) {
      // "is -5": a word before and no space after the dash; "8 -5" still subtracts.
      return Character.isLetter(previous) ? at : -1;
    }
    return isOperand(previous) ? -1 : at;
  }

  private static boolean isOperand(char character) {
    return Character.isLetterOrDigit(character) || character == ')' || character == '%';
  }

  /** Whether nothing is left to be done with the number. */
  static boolean standsAlone(String plain, int start, int end) {
    return !continues(plain, end)
        && !follows(plain, start)
        && !inQuestion(plain, end)
        && !isListMarker(plain, start, end);
  }

  private static boolean continues(String plain, int end) {
    String after = plain.substring(end, Math.min(plain.length(), end + 60));
    if (ORDINAL.matcher(after).find() || WORD_OPERATOR_AFTER.matcher(after).find()) {
      return true;
    }
    String rest = after.stripLeading();
    rest = rest.startsWith("%") || rest.startsWith(")") ? rest.substring(1).stripLeading() : rest;
    if (rest.isEmpty()) {
      return false;
    }
    char next = rest.charAt(0);
    boolean operand = rest.length() > 1 && startsOperand(rest.substring(1).stripLeading());
    boolean joined =
        after.charAt(0) == ':' && after.length() > 1 && Character.isDigit(after.charAt(1));
    return next == '=' || next == '^' || joined || (OPERATORS.indexOf(next) >= 0 && operand);
  }

  private static boolean startsOperand(String text) {
    return !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '(');
  }

  private static boolean follows(String plain, int start) {
    String before = plain.substring(Math.max(0, start - 60), start);
    if (WORD_OPERATOR_BEFORE.matcher(before).find()) {
      return true;
    }
    int at = skipSpacesBefore(plain, start);
    if (at < 0 || plain.charAt(at) == '\n') {
      return false;
    }
    char operator = plain.charAt(at);
    boolean joined = operator == ':' && at == start - 1;
    if (OPERATORS.indexOf(operator) < 0 && !joined) {
      return false;
    }
    int operand = skipSpacesBefore(plain, at);
    return operand >= 0 && (Character.isDigit(plain.charAt(operand)) || closes(plain, operand));
  }

  private static boolean closes(String plain, int at) {
    return plain.charAt(at) == ')' || plain.charAt(at) == '%';
  }

  /** Whether the sentence that the number is in ends in a question mark on the same line. */
  private static boolean inQuestion(String plain, int end) {
    for (int i = end; i < Math.min(plain.length(), end + MAX_SENTENCE); i++) {
      char character = plain.charAt(i);
      if (character == '?') {
        return true;
      }
      boolean full = character == '.' || character == '!';
      boolean ends = i + 1 == plain.length() || Character.isWhitespace(plain.charAt(i + 1));
      if (character == '\n' || (full && ends)) {
        return false;
      }
    }
    return false;
  }

  /** {@code 1.} or {@code 1)} at the start of a line, with text after it. */
  private static boolean isListMarker(String plain, int start, int end) {
    boolean marked =
        end + 1 < plain.length() && (plain.charAt(end) == '.' || plain.charAt(end) == ')');
    return marked
        && (plain.charAt(end + 1) == ' ' || plain.charAt(end + 1) == '\t')
        && !plain.substring(end + 1, Math.min(plain.length(), end + 60)).isBlank()
        && LIST_MARKER.matcher(plain.substring(Math.max(0, start - 20), start)).find();
  }

  private static int skipSpacesBefore(String plain, int end) {
    int at = end - 1;
    int limit = Math.max(0, end - MAX_SENTENCE);
    while (at >= limit && (plain.charAt(at) == ' ' || plain.charAt(at) == '\t')) {
      at--;
    }
    return at;
  }
}
