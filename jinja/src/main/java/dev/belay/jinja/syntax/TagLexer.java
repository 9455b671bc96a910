package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.Token.Kind;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.JinjaException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens between <code>{{</code> and <code>}}</code>, or <code>{%</code> and <code>%}</code>.
 */
final class TagLexer {

  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:\\d+_)*+\\d++(?:(?:\\.(?:\\d+_)*+\\d++)?[eE][+-]?(?:\\d+_)*+\\d++|\\.(?:\\d+_)*+\\d++)");
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|0[xX](?:_?[0-9a-fA-F])++|[1-9](?:_?\\d)*+|0(?:_?0)*+");
  private static final List<String> LONG_OPERATORS = List.of("//", "**", "==", "!=", ">=", "<=");
  private static final String OPERATORS = "+-/*%~[](){}<>=.:|,;";

  private final String source;
  private final boolean block;
  private final List<Token> tokens;
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;
  private int line;

  TagLexer(String source, int at, int line, boolean block, List<Token> tokens) {
    this.source = source;
    this.at = at;
    this.line = line;
    this.block = block;
    this.tokens = tokens;
  }

  int line() {
    return line;
  }

  /** Reads up to and with the end of the tag; returns where the text after it begins. */
  int read() {
    while (at < source.length()) {
      char c = source.charAt(at);
      int end = open.isEmpty() ? tagEnd() : -1;
      if (end >= 0) {
        add(block ? Kind.BLOCK_END : Kind.VARIABLE_END, "");
        moveTo(end);
        return at;
      }
      if (CodePoints.isSpace(c)) {
        moveTo(at + 1);
      } else if (!number() && !name() && !string(c) && !operator(c)) {
        throw new JinjaException(
            "unexpected char '" + Character.toString(source.codePointAt(at)) + "'", line);
      }
    }
    // The parser names what is missing when it meets the end of the template.
    return at;
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, line));
  }

  private void moveTo(int position) {
    for (; at < position; at++) {
      if (source.charAt(at) == '\n') {
        line++;
      }
    }
  }

  private int tagEnd() {
    String close = block ? "%}" : "}}";
    if (source.startsWith("-" + close, at)) {
      int end = at + 3;
      while (end < source.length() && CodePoints.isSpace(source.charAt(end))) {
        end++;
      }
      return end;
    }
    if (block && source.startsWith("+%}", at)) {
      return at + 3;
    }
    if (source.startsWith(close, at)) {
      return block && source.startsWith("\n", at + 2) ? at + 3 : at + 2;
    }
    return -1;
  }

  private boolean number() {
    if (source.charAt(at) < '0' || source.charAt(at) > '9') {
      return false;
    }
    boolean afterDot = at > 0 && source.charAt(at - 1) == '.';
    return (!afterDot && matched(FLOAT, Kind.FLOAT)) || matched(INTEGER, Kind.INTEGER);
  }

  private boolean matched(Pattern pattern, Kind kind) {
    Matcher matcher = pattern.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    add(kind, matcher.group().replace("_", ""));
    at = matcher.end();
    return true;
  }

  private boolean name() {
    int end = at;
    while (end < source.length() && isWordPart(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    if (end == at) {
      return false;
    }
    if (!isWordStart(source.codePointAt(at))) {
      throw new JinjaException("Invalid character in identifier", line);
    }
    add(Kind.NAME, source.substring(at, end));
    at = end;
    return true;
  }

  private static boolean isWordStart(int codePoint) {
    return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
  }

  private static boolean isWordPart(int codePoint) {
    return codePoint == '_'
        || (Character.isUnicodeIdentifierPart(codePoint)
            && !Character.isIdentifierIgnorable(codePoint));
  }

  private boolean string(char quote) {
    if (quote != '\'' && quote != '"') {
      return false;
    }
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw new JinjaException("a string is not closed", line);
    }
    add(Kind.STRING, StringLiteral.value(source.substring(at + 1, end), line));
    moveTo(end + 1);
    return true;
  }

  private boolean operator(char c) {
    for (String operator : LONG_OPERATORS) {
      if (source.startsWith(operator, at)) {
        add(Kind.OPERATOR, operator);
        at += 2;
        return true;
      }
    }
    if (OPERATORS.indexOf(c) < 0) {
      return false;
    }
    balance(c);
    add(Kind.OPERATOR, String.valueOf(c));
    at++;
    return true;
  }

  private void balance(char c) {
    switch (c) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case ')', ']', '}' -> {
        Character expected = open.poll();
        if (expected == null || expected != c) {
          throw new JinjaException(
              "unexpected '%s'%s"
                  .formatted(c, expected == null ? "" : ", expected '" + expected + "'"),
              line);
        }
      }
      default -> {}
    }
  }
}
