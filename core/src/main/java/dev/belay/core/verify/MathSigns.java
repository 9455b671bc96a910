package dev.belay.core.verify;

import dev.belay.core.verify.MathToken.Kind;
import dev.belay.core.verify.math.Rational;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The signs of texts with numbers, of every width and script, by what they mean. */
final class MathSigns {
  private static final Map<String, Kind> LONG =
      Map.of(
          "...", Kind.ELLIPSIS,
          "---", Kind.OTHER,
          "=>", Kind.OTHER,
          "->", Kind.OTHER,
          "==", Kind.EQUALS,
          ">=", Kind.RELATION,
          "!=", Kind.RELATION);
  private static final List<String> LONG_FORMS = LONG.keySet().stream().sorted().toList();

  private static final String FRACTIONS =
      "\u00bd\u2153\u2154\u00bc\u00be\u2155\u2156\u2157\u2158\u2159\u215a\u215b\u215c\u215d\u215e";
  private static final int[][] FRACTION_VALUES = {
    {1, 2}, {1, 3}, {2, 3}, {1, 4}, {3, 4}, {1, 5}, {2, 5}, {3, 5}, {4, 5}, {1, 6}, {5, 6}, {1, 8},
    {3, 8}, {5, 8}, {7, 8}
  };

  private MathSigns() {}

  /** The value of a vulgar fraction such as ½; null for other signs. */
  static @Nullable Rational fraction(char sign) {
    int index = FRACTIONS.indexOf(sign);
    return index < 0 ? null : Rational.of(FRACTION_VALUES[index][0], FRACTION_VALUES[index][1]);
  }

  static boolean isCurrency(char c) {
    return Character.getType(c) == Character.CURRENCY_SYMBOL || c == '\uff04';
  }

  static boolean startsOperand(char c) {
    return Character.isDigit(c) || (c != '\0' && "($\\-\u2212{".indexOf(c) >= 0);
  }

  /** The sign at a place: one character, or more that make one sign. */
  static String at(String text, int at) {
    if (".-=>!".indexOf(text.charAt(at)) >= 0) {
      for (String form : LONG_FORMS) {
        if (text.startsWith(form, at)) {
          return form;
        }
      }
    }
    return text.substring(at, at + Character.charCount(text.codePointAt(at)));
  }

  static Kind kind(String sign) {
    Kind known = LONG.get(sign);
    return known == null ? kind(sign.charAt(0)) : known;
  }

  private static Kind kind(char sign) {
    return switch (sign) {
      case '+', '\uff0b' -> Kind.PLUS;
      case '-', '\u2212', '\uff0d', '\ufe63', '\u2013', '\u2010', '\u2011' -> Kind.MINUS;
      case '\u00b1', '\u2213' -> Kind.PLUS_MINUS;
      case '\u00d7', '\u22c5', '\u00b7', '\u2219', '\u2217' -> Kind.TIMES;
      case '\u00f7' -> Kind.DIVIDE;
      case '/', '\u2044', '\u2215', '\uff0f' -> Kind.SLASH;
      case '=', '\uff1d', '\u2248', '\u2243', '\u2245', '\u2261' -> Kind.EQUALS;
      case '<', '>', '\u2264', '\u2265', '\u2260', '\uff1c', '\uff1e', '\u2208' -> Kind.RELATION;
      case '%', '\uff05', '\u066a' -> Kind.PERCENT;
      case '\u00b0' -> Kind.DEGREE;
      case '\u221a' -> Kind.ROOT;
      case '\u221e' -> Kind.COMMAND;
      case '|' -> Kind.BAR;
      case '(', '[', '\uff08' -> Kind.OPEN;
      case ')', ']', '\uff09' -> Kind.CLOSE;
      case '{' -> Kind.LEFT_BRACE;
      case '}' -> Kind.RIGHT_BRACE;
      case ',', '\uff0c', '\u3001', '\u060c' -> Kind.COMMA;
      case ';', '\uff1b' -> Kind.SEMICOLON;
      case ':', '\uff1a' -> Kind.COLON;
      case '.', '\u3002', '\uff0e', '\u06d4', '\u0964' -> Kind.STOP;
      case '!', '\uff01' -> Kind.BANG;
      case '?', '\uff1f', '\u061f' -> Kind.QUESTION;
      case '\u2026' -> Kind.ELLIPSIS;
      default -> Kind.OTHER;
    };
  }
}
