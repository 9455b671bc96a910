package dev.belay.core.verify;

import java.util.regex.Pattern;

/**
 * Takes out of LaTeX what says nothing of the answer: colours, sizes, spaces, numbers of equations,
 * alignment within a formula, narrow spaces between groups of digits; and writes {@code {7 \over
 * 2}} as {@code \frac}.
 */
final class LatexStyle {
  private static final Pattern STYLE =
      Pattern.compile(
          "\\\\(?:(?:(?:text|page)?color(?:\\[\\w{1,9}\\])?+|colorbox|[hv]space\\*?+|tag\\*?+|label"
              + "|[hv]?phantom)\\s*+\\{[^{}\\\\]{0,60}+\\}"
              + "|(?:begin|end)\\{(?:aligned|alignedat|gathered|split)\\}"
              + "|(?:tiny|scriptsize|footnotesize|small|normalsize|[lL]arge|LARGE|[hH]uge|textstyle"
              + "|scriptstyle|(?:math)?strut|nonumber|notag)(?![A-Za-z]))");

  private static final Pattern OVER =
      Pattern.compile(
          "\\{(PART)\\\\over(?![A-Za-z])(PART)\\}"
              .replace("PART", "(?:[^{}]|\\{[^{}]{0,40}\\}){1,80}"));

  private static final Pattern GROUPS = Pattern.compile(",\\\\!\\s*+");

  private LatexStyle() {}

  /** The text without it. */
  static String without(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    String plain = STYLE.matcher(GROUPS.matcher(text).replaceAll(",")).replaceAll("");
    return OVER.matcher(plain).replaceAll("{\\\\frac{$1}{$2}}");
  }
}
