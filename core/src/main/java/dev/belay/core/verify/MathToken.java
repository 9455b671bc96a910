package dev.belay.core.verify;

import dev.belay.core.verify.math.Rational;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a text as {@link MathLexer} reads it.
 *
 * @param start where it begins in the text
 * @param end the position after it
 * @param text as it stands there
 * @param value of a number; null for other kinds, and for a number too large to be computed
 * @param spaced whether white space stands before it
 * @param currency whether a currency sign stands right before it
 */
record MathToken(
    Kind kind,
    int start,
    int end,
    String text,
    @Nullable Rational value,
    boolean spaced,
    boolean currency) {

  /** What it is. */
  enum Kind {
    NUMBER,
    WORD,
    /** A LaTeX command or sign that stands for no number that is computed here. */
    COMMAND,
    FRACTION,
    ROOT,
    BOX,
    /** {@code ####}. */
    HASHES,
    /** {@code <answer>}. */
    ANSWER_OPEN,
    ANSWER_CLOSE,
    OPEN,
    CLOSE,
    LEFT_BRACE,
    RIGHT_BRACE,
    PLUS,
    MINUS,
    PLUS_MINUS,
    TIMES,
    DIVIDE,
    SLASH,
    POWER,
    /** {@code =}, {@code ≈}. */
    EQUALS,
    /** {@code <}, {@code ≥}, {@code ≠}. */
    RELATION,
    PERCENT,
    DEGREE,
    BAR,
    COMMA,
    SEMICOLON,
    COLON,
    STOP,
    BANG,
    QUESTION,
    ELLIPSIS,
    MODULO,
    NEWLINE,
    OTHER
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Variables are Latin or Greek; a letter of other scripts is a word. */
  private static final char LAST_LETTER = '\u0400';

  /** Whether it is this word, in either case. */
  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  /** A word in lower case; empty for other kinds. */
  String word() {
    return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : "";
  }

  /** Whether it is a vulgar fraction such as ½. */
  boolean isVulgarFraction() {
    return kind == Kind.NUMBER && text.length() == 1 && !Character.isDigit(text.charAt(0));
  }

  /** Whether it is a single letter, perhaps with a subscript: a variable where mathematics is. */
  boolean isLetter() {
    return kind == Kind.WORD
        && text.charAt(0) < LAST_LETTER
        && (text.length() == 1 || text.charAt(1) == '_');
  }

  boolean isWhole() {
    return kind == Kind.NUMBER && value != null && value.isWhole();
  }
}
