package dev.belay.safety.judge;

import java.util.regex.Pattern;

/**
 * Text of a stranger made fit for a prompt. What is judged is data: it must not end its own
 * quotation, nor hold the special tokens by which chat templates tell turns apart, which servers
 * and tokenizers recognise in any text.
 */
public final class QuotedText {
  /** More than completions of evaluations are; a judge's context has an end. */
  private static final int LONGEST = 16_000;

  private static final Pattern TAGS =
      Pattern.compile(
          "<(?=[|/\uff5c\\p{Alpha}_]|<[/\\p{Alpha}])|(?<=[|\uff5c])>|\\[(?=/?[A-Z_]{3,}\\])");

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");
  private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?|[\\u0085\\u2028\\u2029]");

  private QuotedText() {}

  /** The text without control characters and without anything that is a token of a template. */
  public static String defused(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + " [cut]" : text;
    String lines = LINE_ENDS.matcher(cut).replaceAll("\n");
    String visible = CONTROLS.matcher(lines).replaceAll("\ufffd");
    return TAGS.matcher(visible).replaceAll(match -> separated(match.group()));
  }

  /** A blank on the inner side of a bracket makes the tag plain text and leaves it readable. */
  private static String separated(String bracket) {
    return bracket.equals(">") ? " >" : bracket + " ";
  }

  /** The same, every line behind a bar, so that none of them can be taken for one outside. */
  public static String barred(String text) {
    return "| " + defused(text).replace("\n", "\n| ");
  }
}
