package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.Token.Kind;
import dev.belay.jinja.value.JinjaException;
import java.util.List;

/** The tokens of a template with a place in them. */
final class TokenStream {

  private final List<Token> tokens;
  private int at;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(at);
  }

  Token look() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = current();
    if (token.kind() != Kind.EOF) {
      at++;
    }
    return token;
  }

  boolean is(Kind kind) {
    return current().kind() == kind;
  }

  boolean isOperator(String operator) {
    return current().isOperator(operator);
  }

  boolean isName(String name) {
    return current().isName(name);
  }

  boolean skipOperator(String operator) {
    boolean found = isOperator(operator);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipName(String name) {
    boolean found = isName(name);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(Kind kind, String what) {
    if (!is(kind)) {
      throw expected(what);
    }
    return next();
  }

  Token expectOperator(String operator) {
    if (!isOperator(operator)) {
      throw expected("'" + operator + "'");
    }
    return next();
  }

  Token expectName() {
    return expect(Kind.NAME, "a name");
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw expected("'" + name + "'");
    }
  }

  JinjaException expected(String what) {
    return fail("expected " + what + ", got '" + current().describe() + "'");
  }

  JinjaException fail(String problem) {
    return new JinjaException(problem, current().line());
  }
}
