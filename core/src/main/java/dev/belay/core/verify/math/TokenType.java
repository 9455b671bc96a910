package dev.belay.core.verify.math;

import org.jspecify.annotations.Nullable;

/** What a token is. */
enum TokenType {
  NUMBER,
  /** A character such as ½. */
  VULGAR,
  LETTER,
  WORD,
  FUNCTION,
  PI,
  INFINITY,
  EMPTY,
  /** {@code \mathbb{R}} and its like. */
  NUMBERS,
  FRACTION,
  BINOMIAL,
  CHOOSE,
  ROOT,
  PLUS,
  MINUS,
  PLUS_MINUS,
  MINUS_PLUS,
  TIMES,
  DIVIDE,
  POWER,
  SUBSCRIPT,
  PRIME,
  BANG,
  EQUALS,
  APPROXIMATELY,
  LESS,
  GREATER,
  AT_MOST,
  AT_LEAST,
  NOT_EQUAL,
  IN,
  UNION,
  INTERSECTION,
  WITHOUT,
  OR,
  AND,
  COMMA,
  SEMICOLON,
  COLON,
  STOP,
  PERCENT,
  DEGREE,
  CURRENCY,
  MODULO,
  ELLIPSIS,
  BAR,
  OPEN_ROUND,
  CLOSE_ROUND,
  OPEN_SQUARE,
  CLOSE_SQUARE,
  OPEN_SET,
  CLOSE_SET,
  OPEN_BRACE,
  CLOSE_BRACE,
  OPEN_ANGLE,
  CLOSE_ANGLE,
  OPEN_FLOOR,
  CLOSE_FLOOR,
  OPEN_CEILING,
  CLOSE_CEILING,
  BEGIN,
  END,
  ROW,
  CELL,
  OTHER;

  /** What closes this bracket; null for what opens none. */
  @Nullable TokenType closing() {
    return switch (this) {
      case OPEN_ROUND -> CLOSE_ROUND;
      case OPEN_SQUARE -> CLOSE_SQUARE;
      case OPEN_SET -> CLOSE_SET;
      case OPEN_BRACE -> CLOSE_BRACE;
      case OPEN_ANGLE -> CLOSE_ANGLE;
      case OPEN_FLOOR -> CLOSE_FLOOR;
      case OPEN_CEILING -> CLOSE_CEILING;
      case BEGIN -> END;
      default -> null;
    };
  }

  boolean closes() {
    return switch (this) {
      case CLOSE_ROUND,
          CLOSE_SQUARE,
          CLOSE_SET,
          CLOSE_BRACE,
          CLOSE_ANGLE,
          CLOSE_FLOOR,
          CLOSE_CEILING,
          END ->
          true;
      default -> false;
    };
  }

  /** Whether it compares two sides. */
  boolean isRelation() {
    return switch (this) {
      case EQUALS, APPROXIMATELY, LESS, GREATER, AT_MOST, AT_LEAST, NOT_EQUAL -> true;
      default -> false;
    };
  }
}
