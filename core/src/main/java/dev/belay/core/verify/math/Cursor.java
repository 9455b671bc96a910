package dev.belay.core.verify.math;

/** A place in a range of tokens, with a bound on how deep it is nested. */
final class Cursor {
  private static final int MAX_DEPTH = 60;

  private final Tokens tokens;
  private final int end;
  private int at;
  private int depth;

  Cursor(Tokens tokens, int from, int to) {
    this.tokens = tokens;
    this.at = from;
    this.end = to;
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  void advance() {
    at++;
  }

  boolean atEnd() {
    return at >= end;
  }

  /** The token here; one that is nothing at the end. */
  Token token() {
    return ahead(0);
  }

  /** The token so many places further; one that is nothing beyond the end. */
  Token ahead(int places) {
    return at + places < end ? tokens.at(at + places) : tokens.at(-1);
  }

  /** The token before this. */
  Token before() {
    return tokens.at(at - 1);
  }

  Tokens tokens() {
    return tokens;
  }

  int end() {
    return end;
  }

  /** Takes a token of a type, if there is one. */
  boolean take(TokenType type) {
    if (!token().is(type) || atEnd()) {
      return false;
    }
    at++;
    return true;
  }

  void expect(TokenType type) {
    if (!take(type)) {
      throw new Unreadable();
    }
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new Unreadable();
    }
  }

  void leave() {
    depth--;
  }
}
