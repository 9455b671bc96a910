package dev.belay.jinja.syntax;

import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Numbers;
import java.math.BigInteger;
import java.util.Locale;

/** Values of number literals. */
final class NumberLiteral {

  private static final int MAX_LENGTH = 4300;

  private NumberLiteral() {}

  static Object value(Token token) {
    String text = token.text();
    if (text.length() > MAX_LENGTH) {
      throw new JinjaException("a number has too many digits", token.line());
    }
    if (token.kind() == Token.Kind.FLOAT) {
      return Double.parseDouble(text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int radix = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : 10;
    if (lower.startsWith("0b")) {
      radix = 2;
    }
    return Numbers.normal(new BigInteger(radix == 10 ? text : text.substring(2), radix));
  }
}
