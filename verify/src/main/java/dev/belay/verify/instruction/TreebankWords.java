package dev.belay.verify.instruction;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Words as the tokenizer of the Penn Treebank has them, in the form that NLTK gave it: marks are
 * tokens of their own, "DON'T" is "DO" and "N'T", "CANNOT" is "CAN" and "NOT", hyphens and full
 * stops within words divide nothing. The full stop that ends a sentence stays with its word, which
 * changes no count of words.
 */
final class TreebankWords {

  private static final String ALWAYS_APART =
      "\u00ab\u201c\u2018\u201e\u00bb\u201d\u2019`\";@#$%&\u2012\u2013\u2014\u2015?!*[](){}<>";
  private static final Pattern SHORT_CLITIC = Pattern.compile("(?<=[^' ])('[sSmMdD])(?= )");
  private static final Pattern CLITIC =
      Pattern.compile("(?<=[^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?= )");
  private static final Pattern PHRASE =
      Pattern.compile(
          "(?iu)(?<![\\p{L}\\p{N}_])(?:(?:(can)(not)|(d)('ye)|(gim)(me)|(gon)(na)|(got)(ta)|(lem)(me)|(more)('n))"
              + "(?![\\p{L}\\p{N}_])|(wan)(na)(?=\\s))");
  private static final Pattern BEGINS_CLITIC = Pattern.compile("(?iU)(?:re|ve|ll|m|t|s|d|n)\\b");

  private TreebankWords() {}

  static List<String> of(String text) {
    String spaced = SHORT_CLITIC.matcher(apart(text)).replaceAll(" $1");
    spaced = CLITIC.matcher(spaced).replaceAll(" $1");
    spaced = PHRASE.matcher(spaced).replaceAll(TreebankWords::halves);
    return PythonText.words(spaced);
  }

  private static String halves(MatchResult phrase) {
    StringBuilder halves = new StringBuilder();
    for (int group = 1; group <= phrase.groupCount(); group++) {
      if (phrase.start(group) >= 0) {
        halves.append(' ').append(phrase.group(group));
      }
    }
    return halves.append(' ').toString();
  }

  /** The text with spaces round marks, one space between words, and one at each end. */
  private static String apart(String text) {
    StringBuilder spaced = new StringBuilder(" ");
    for (int at = 0; at < text.length(); ) {
      int mark = markAt(text, at);
      if (mark > 0) {
        spaced.append(' ').append(text, at, at + mark).append(' ');
        at += mark;
      } else {
        char c = text.charAt(at);
        spaced.append(PythonText.isSpace(c) ? ' ' : c);
        if (opensQuotation(text, at)) {
          spaced.append(' ');
        }
        at++;
      }
    }
    return spaced.append(' ').toString();
  }

  /** The length of the mark at a place; 0 where there is none that stands apart. */
  private static int markAt(String text, int at) {
    char c = text.charAt(at);
    if (ALWAYS_APART.indexOf(c) >= 0) {
      return 1;
    }
    return switch (c) {
      case ':', ',' -> at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)) ? 0 : 1;
      case '.' -> text.startsWith("..", at) ? PythonText.skip(text, at, d -> d == '.') - at : 0;
      case '-' -> text.startsWith("--", at) ? 2 : 0;
      case '\'' -> text.startsWith("''", at) ? 2 : 0;
      default -> 0;
    };
  }

  /** An apostrophe before a word that is not the beginning of a contraction. */
  private static boolean opensQuotation(String text, int at) {
    return text.charAt(at) == '\''
        && (at == 0 || !PythonText.isWord(text.codePointBefore(at)))
        && at + 1 < text.length()
        && PythonText.isWord(text.codePointAt(at + 1))
        && !BEGINS_CLITIC.matcher(text).region(at + 1, text.length()).lookingAt();
  }
}
