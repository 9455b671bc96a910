package dev.belay.core.verify.math;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer as {@link Lexer} reads it.
 *
 * @param text as it stands there; the plain name of a letter, function, unit or environment
 * @param value of a number; null for other kinds
 * @param spaced whether white space stands before it
 * @param worded whether it stands in {@code \text{}} or the like
 */
record Token(
    TokenType type, String text, @Nullable Rational value, boolean spaced, boolean worded) {

  boolean is(TokenType other) {
    return type == other;
  }

  /** Whether it is a word or a letter that is spelt like this. */
  boolean isWord(String word) {
    return (type == TokenType.WORD || type == TokenType.LETTER) && text.equalsIgnoreCase(word);
  }

  /** In lower case. */
  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }

  boolean isWhole() {
    return type == TokenType.NUMBER && value != null && value.isWhole();
  }
}
