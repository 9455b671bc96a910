package dev.belay.verify.puzzle.answer;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A fraction as it is written, {@code 3/4} or {@code \frac{3}{4}}: {@code 6/8} is another one. In
 * running text it is what follows the last "is", "to" or equals sign of a sentence.
 */
public final class FractionReader implements ValueReader<String> {

  private static final String COMMAND = "frac{";
  private static final int MAX_DIGITS = 12;

  @Override
  public String kind() {
    return "a fraction";
  }

  @Override
  public Optional<String> bare(String text) {
    String plain = Scan.trimmed(text);
    if (plain.startsWith("\\(") && plain.endsWith("\\)")) {
      plain = plain.substring(2, plain.length() - 2).strip();
    }
    for (String prefix : new String[] {"\\d", "\\t", "\\"}) {
      if (plain.startsWith(prefix + COMMAND) && plain.endsWith("}")) {
        String parts = plain.substring(prefix.length() + COMMAND.length(), plain.length() - 1);
        return fraction(parts, parts.indexOf("}{"), 2);
      }
    }
    return fraction(plain, plain.indexOf('/'), 1);
  }

  private static Optional<String> fraction(String text, int at, int width) {
    if (at < 0) {
      return Optional.empty();
    }
    String top = text.substring(0, at).strip();
    String bottom = text.substring(at + width).strip();
    return isNumber(top) && isNumber(bottom) ? Optional.of(top + "/" + bottom) : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.charAt(0) != '0'
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public Set<String> stated(String text) {
    Set<String> found = new LinkedHashSet<>();
    for (String sentence : Scan.statements(text)) {
      int after = -1;
      for (String link : new String[] {" is ", " to ", "=", ": ", " as "}) {
        int at = sentence.lastIndexOf(link);
        after = at < 0 ? after : Math.max(after, at + link.length());
      }
      if (after >= 0) {
        bare(sentence.substring(after)).ifPresent(found::add);
      }
    }
    return found;
  }
}
