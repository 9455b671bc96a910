package dev.belay.jinja.syntax;

import dev.belay.jinja.value.JinjaException;

/** Escapes in string literals, as Python's {@code unicode-escape} codec reads them. */
final class StringLiteral {

  private final String body;
  private final int line;
  private final StringBuilder value = new StringBuilder();
  private int at;

  private StringLiteral(String body, int line) {
    this.body = body;
    this.line = line;
  }

  /**
   * @param body what stands between the quotes
   */
  static String value(String body, int line) {
    return body.indexOf('\\') < 0 ? body : new StringLiteral(body, line).decode();
  }

  private String decode() {
    while (at < body.length()) {
      char c = body.charAt(at++);
      if (c == '\\') {
        escape(body.charAt(at++));
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private void escape(char c) {
    switch (c) {
      case '\n' -> {}
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'x' -> hexadecimal(2);
      case 'u' -> hexadecimal(4);
      case 'U' -> hexadecimal(8);
      case 'N' -> named();
      case '\\', '\'', '"' -> value.append(c);
      default -> {
        if (c >= '0' && c <= '7') {
          octal();
        } else {
          value.append('\\').append(c);
        }
      }
    }
  }

  private void octal() {
    int start = at - 1;
    while (at < body.length()
        && at < start + 3
        && body.charAt(at) >= '0'
        && body.charAt(at) <= '7') {
      at++;
    }
    value.appendCodePoint(Integer.parseInt(body, start, at, 8));
  }

  private void hexadecimal(int digits) {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < body.length() ? Character.digit(body.charAt(at), 16) : -1;
      if (digit < 0 || code > Character.MAX_CODE_POINT) {
        throw new JinjaException("truncated or illegal \\x, \\u or \\U escape in a string", line);
      }
      code = code * 16 + digit;
      at++;
    }
    if (!Character.isValidCodePoint(code)) {
      throw new JinjaException("illegal Unicode character in a string", line);
    }
    value.appendCodePoint(code);
  }

  private void named() {
    int end = body.indexOf('}', at);
    if (end < 0 || body.charAt(at) != '{') {
      throw new JinjaException("malformed \\N character escape in a string", line);
    }
    try {
      value.appendCodePoint(Character.codePointOf(body.substring(at + 1, end)));
    } catch (IllegalArgumentException e) {
      throw new JinjaException("unknown Unicode character name in a string", line);
    }
    at = end + 1;
  }
}
