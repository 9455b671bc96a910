package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.Token.Kind;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.JinjaException;
import java.util.ArrayList;
import java.util.List;

/**
 * Template source to tokens, with the white space rules of chat templates: the line break after a
 * block or comment goes ({@code trim_blocks}), so does white space before one on its line ({@code
 * lstrip_blocks}); {@code -} strips all white space on its side and {@code +} keeps it. One line
 * break at the end of the source is dropped.
 */
final class Lexer {

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  /** Whether the text at {@link #at} begins a line. */
  private boolean lineStarting = true;

  private Lexer(String source) {
    String normal = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = normal.endsWith("\n") ? normal.substring(0, normal.length() - 1) : normal;
  }

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.root();
    return lexer.tokens;
  }

  private void root() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        data(source.substring(at), 0);
        at = source.length();
        break;
      }
      tag(tag);
    }
    tokens.add(new Token(Kind.EOF, "", line));
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "%{#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private void tag(int tag) {
    char type = source.charAt(tag + 1);
    char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : 0;
    boolean signed = sign == '-' || sign == '+';
    textBefore(tag, signed ? sign : 0, type == '{');
    int inside = tag + (signed ? 3 : 2);
    int raw = type == '%' ? rawBegin(inside) : -1;
    if (raw >= 0) {
      moveTo(raw);
      raw();
    } else if (type == '#') {
      moveTo(inside);
      comment();
    } else {
      tokens.add(new Token(type == '%' ? Kind.BLOCK_BEGIN : Kind.VARIABLE_BEGIN, "", line));
      moveTo(inside);
      lineStarting = false;
      TagLexer lexer = new TagLexer(source, at, line, type == '%', tokens);
      at = lexer.read();
      line = lexer.line();
      lineStarting = source.charAt(at - 1) == '\n';
    }
  }

  /** Emits the text up to a tag, stripped as the tag asks. */
  private void textBefore(int tag, int sign, boolean variable) {
    String text = source.substring(at, tag);
    String kept = text;
    if (sign == '-') {
      kept = stripEnd(text);
    } else if (sign != '+' && !variable) {
      int lineStart = text.lastIndexOf('\n') + 1;
      boolean blank = text.chars().skip(lineStart).allMatch(CodePoints::isSpace);
      if ((lineStart > 0 || lineStarting) && blank) {
        kept = text.substring(0, lineStart);
      }
    }
    data(kept, text.length() - kept.length());
    at = tag;
  }

  private void data(String kept, int dropped) {
    if (!kept.isEmpty()) {
      tokens.add(new Token(Kind.DATA, kept, line));
    }
    countLines(at, at + kept.length() + dropped);
  }

  private void countLines(int from, int to) {
    for (int i = from; i < to; i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
  }

  private void moveTo(int position) {
    countLines(at, position);
    at = position;
  }

  private static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && CodePoints.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < source.length() && CodePoints.isSpace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Where a raw block's text begins when the tag opens one, else -1. */
  private int rawBegin(int inside) {
    int word = skipSpace(inside);
    if (!source.startsWith("raw", word)) {
      return -1;
    }
    int end = skipSpace(word + 3);
    if (source.startsWith("-%}", end)) {
      return skipSpace(end + 3);
    }
    return source.startsWith("%}", end) ? end + 2 : -1;
  }

  private void raw() {
    lineStarting = source.charAt(at - 1) == '\n';
    for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 1)) {
      char sign = i + 2 < source.length() ? source.charAt(i + 2) : 0;
      boolean signed = sign == '-' || sign == '+';
      int word = skipSpace(i + (signed ? 3 : 2));
      if (!source.startsWith("endraw", word)) {
        continue;
      }
      int end = tagEnd(skipSpace(word + 6), "%}");
      if (end >= 0) {
        textBefore(i, signed ? sign : 0, false);
        moveTo(end);
        lineStarting = source.charAt(end - 1) == '\n';
        return;
      }
    }
    throw new JinjaException("Missing end of raw directive", line);
  }

  /** The end of {@code +%}}, {@code -%}} with white space, or {@code %}} with a line break. */
  private int tagEnd(int from, String end) {
    if (source.startsWith("-" + end, from)) {
      return skipSpace(from + end.length() + 1);
    }
    if (source.startsWith("+" + end, from)) {
      return from + end.length() + 1;
    }
    if (source.startsWith(end, from)) {
      int after = from + end.length();
      return source.startsWith("\n", after) ? after + 1 : after;
    }
    return -1;
  }

  private void comment() {
    int close = source.indexOf("#}", at);
    if (close < 0) {
      throw new JinjaException("Missing end of comment tag", line);
    }
    boolean signed = close > at && "+-".indexOf(source.charAt(close - 1)) >= 0;
    int end = tagEnd(signed ? close - 1 : close, "#}");
    moveTo(end);
    lineStarting = source.charAt(end - 1) == '\n';
  }
}
