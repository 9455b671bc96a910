package dev.belay.core.verify;

import java.util.regex.Pattern;

/**
 * A completion in the signs that rules about letters of options expect: without marks of emphasis
 * and invisible characters, with plain letters for wide, circled and mathematical ones.
 */
final class ChoiceText {

  private static final Pattern DECORATION =
      Pattern.compile("[*`$]|__|\\\\(?:text|math)[a-z]{0,4}(?![A-Za-z])|\\\\[()\\[\\]]");
  private static final Pattern SPACE = Pattern.compile("\\\\[,; ]|~");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}++");
  private static final Pattern HEADING = Pattern.compile("(?m)^[ \\t]{0,9}#{1,3}[ \\t]{1,9}");

  /**
   * More marks on a letter than any script has. Word boundaries of Java's expressions look back
   * over all of them for the letter, from each: a long run would take the square of its length. So
   * many are left as Unicode's stream-safe text has (UAX 15, §13).
   */
  private static final Pattern MARKS = Pattern.compile("(\\p{Mn}{30})\\p{Mn}++");

  private ChoiceText() {}

  static String plain(String completion) {
    String bounded = MARKS.matcher(completion).replaceAll("$1");
    String visible = INVISIBLE.matcher(bounded).replaceAll("");
    String spaced = SPACE.matcher(spelled(visible)).replaceAll(" ");
    String bare = DECORATION.matcher(spaced).replaceAll("");
    return HEADING.matcher(bare).replaceAll("");
  }

  private static String spelled(String text) {
    StringBuilder spelled = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(spelled, c));
    return spelled.toString();
  }

  private static void append(StringBuilder into, int c) {
    if (c == 0xA0 || c == 0x3000 || c == 0x202F) {
      into.append(' ');
    } else if (c >= 0xFF01 && c <= 0xFF5E) {
      into.append((char) (c - 0xFF01 + '!'));
    } else if (c >= 0x24B6 && c <= 0x24CF) {
      into.append('(').append((char) (c - 0x24B6 + 'A')).append(')');
    } else if (c >= 0x1F130 && c <= 0x1F149) {
      into.append('(').append((char) (c - 0x1F130 + 'A')).append(')');
    } else if (c >= 0x1F170 && c <= 0x1F189) {
      into.append('(').append((char) (c - 0x1F170 + 'A')).append(')');
    } else if (c >= 0x1D400 && c <= 0x1D467) {
      int letter = (c - 0x1D400) % 52;
      into.append((char) (letter < 26 ? 'A' + letter : 'a' + letter - 26));
    } else if (c == 0x3010 || c == 0x3011) {
      into.append(c == 0x3010 ? '[' : ']');
    } else {
      into.appendCodePoint(c);
    }
  }
}
