package dev.belay.verify.puzzle.answer;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Digits of a number in a base, with {@code 0b}, {@code 0o}, {@code 0x} or a subscript or without;
 * leading zeros do not matter. In running text it is what stands alone after the last "is", colon
 * or equals sign of a sentence.
 */
public final class DigitsReader implements ValueReader<String> {

  private static final int MAX_DIGITS = 64;

  private final int base;

  /**
   * A reader.
   *
   * @param base from 2 to 16
   */
  public DigitsReader(int base) {
    this.base = base;
  }

  @Override
  public String kind() {
    return "a number in base " + base;
  }

  @Override
  public Optional<String> bare(String text) {
    String digits = withoutPrefix(withoutSubscript(Scan.lower(Scan.trimmed(text))));
    digits = digits.replace(" ", "").replace("_", "");
    if (digits.isEmpty()
        || digits.length() > MAX_DIGITS
        || digits.chars().anyMatch(c -> c > 'f' || Character.digit(c, base) < 0)) {
      return Optional.empty();
    }
    int from = 0;
    while (from < digits.length() - 1 && digits.charAt(from) == '0') {
      from++;
    }
    return Optional.of(digits.substring(from));
  }

  private String withoutSubscript(String text) {
    for (String subscript : new String[] {"_{" + base + "}", "_" + base}) {
      if (text.endsWith(subscript)) {
        return text.substring(0, text.length() - subscript.length());
      }
    }
    return base == 2 && text.endsWith("\u2082") ? text.substring(0, text.length() - 1) : text;
  }

  private String withoutPrefix(String text) {
    String prefix =
        switch (base) {
          case 2 -> "0b";
          case 8 -> "0o";
          case 16 -> "0x";
          default -> "";
        };
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  @Override
  public Set<String> stated(String text) {
    Set<String> found = new LinkedHashSet<>();
    for (String sentence : Scan.statements(text)) {
      int after = -1;
      for (String link : new String[] {" is ", "=", ": ", " as "}) {
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
