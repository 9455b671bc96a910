package dev.belay.core.verify;

import java.util.regex.Pattern;

/**
 * Tells a closed form, {@code \log_2 8} or {@code \frac{\sqrt{16}}{2}}, from a calculation whose
 * result was not given, {@code 46 - 23}.
 */
final class ClosedForm {
  private static final Pattern SIGNS =
      Pattern.compile(
          "\\\\(?:sqrt|log|ln|lg|sin|cos|tan|cot|sec|csc|arcsin|arccos|arctan|pi|binom|dbinom|lfloor"
              + "|lceil|exp|gcd)(?![a-z])|[\u221a\u03c0!]|\\b(?:sqrt|cbrt|log|ln|exp|sin|cos|tan|abs"
              + "|floor|ceil|gcd|lcm|pi)(?![a-z])|\\^\\s?[{(]?-?(?:\\\\[dt]?frac|\\d++/)|[ei]\\^");

  private ClosedForm() {}

  static boolean is(String expression) {
    return SIGNS.matcher(expression).find();
  }
}
