package dev.belay.core.verify;

import java.util.regex.Pattern;

/**
 * Brings the many ways to write a number to one: ASCII digits and minus, {@code (a)/(b)} for LaTeX
 * fractions, {@code ^} for superscripts; layout commands, emphasis and currency signs go.
 */
final class MathNotation {

  private static final Pattern LATEX_FRACTION =
      Pattern.compile("\\\\[dtc]?frac\\s*\\{([^{}]{1,400})}\\s*\\{([^{}]{1,400})}");
  private static final Pattern SHORT_FRACTION = Pattern.compile("\\\\[dtc]?frac\\s*(\\d)\\s*(\\d)");
  private static final Pattern WORDS_IN_LATEX =
      Pattern.compile("\\\\(?:text|textbf|textit|mathrm|mathbf|mbox)\\s*\\{([^{}]{0,400})}");
  private static final Pattern SPACING =
      Pattern.compile("\\\\(?:left|right|big|Big|quad)\\b|\\\\[!,;: ]");
  private static final Pattern TIMES =
      Pattern.compile("\\s*+(?:\\\\(?:times|cdot)(?![A-Za-z])|[\\u00d7\\u22c5\\u00b7])\\s*+");
  private static final Pattern DIVIDED =
      Pattern.compile("\\s*+(?:\\\\div(?![A-Za-z])|\\u00f7)\\s*+");
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<!\\d)\\*{2,}|\\*{2,}(?!\\d)|[_`]{2,}");
  private static final Pattern CURRENCY =
      Pattern.compile(
          "(?<=[-+])\\s*\\\\?[$\\u00a3\\u20ac\\u00a5\\u20b9]\\s*|\\\\?[$\\u00a3\\u20ac\\u00a5\\u20b9]\\s?(?=[-+]?[\\d.])|\\\\[$]");
  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  private static final String FRACTIONS =
      "\u00bd\u2153\u2154\u00bc\u00be\u2155\u2156\u2157\u2158\u2159\u215a\u215b\u215c\u215d\u215e";
  private static final String[] FRACTION_TEXTS = {
    "1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/6", "5/6", "1/8", "3/8",
    "5/8", "7/8"
  };

  private MathNotation() {}

  /** The plain form. Boxes and {@code ####} stay. */
  static String plain(String text) {
    String plain = characters(text);
    plain = WORDS_IN_LATEX.matcher(plain).replaceAll(" $1 ");
    plain = LATEX_FRACTION.matcher(plain).replaceAll(" ($1)/($2) ");
    plain = SHORT_FRACTION.matcher(plain).replaceAll(" ($1)/($2) ");
    plain = plain.replace("{,}", ",").replace("\\%", "%");
    plain = SPACING.matcher(plain).replaceAll("");
    plain = TIMES.matcher(plain).replaceAll(" * ");
    plain = DIVIDED.matcher(plain).replaceAll(" / ");
    plain = EMPHASIS.matcher(plain).replaceAll("");
    return CURRENCY.matcher(plain).replaceAll("");
  }

  private static String characters(String text) {
    StringBuilder plain = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      int fraction = FRACTIONS.indexOf(character);
      int superscript = SUPERSCRIPTS.indexOf(character);
      if (fraction >= 0) {
        plain.append(' ').append(FRACTION_TEXTS[fraction]);
      } else if (superscript >= 0) {
        boolean follows = i > 1 && SUPERSCRIPTS.indexOf(text.charAt(i - 2)) >= 0;
        plain.append(follows ? "" : "^").append(superscript);
      } else if (Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER) {
        plain.append(Character.digit(character, 10));
      } else {
        plain.appendCodePoint(replaced(character));
      }
    }
    return plain.toString();
  }

  private static int replaced(int character) {
    return switch (character) {
      case '\u2212', '\uff0d', '\ufe63' -> '-';
      case '\uff0b' -> '+';
      case '\u2044', '\u2215', '\uff0f' -> '/';
      case '\uff0c' -> ',';
      case '\uff0e' -> '.';
      case '\uff1d' -> '=';
      case '\uff05' -> '%';
      case '\u00a0', '\u202f', '\u2009', '\u3000' -> ' ';
      default -> character;
    };
  }
}
