package dev.belay.verify.puzzle.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A word, or a few, that no list knows beforehand: a reversed word, digits, a letter. Case does not
 * matter. In running text it is what stands alone after the last "is", colon, equals sign or arrow
 * of a sentence, else what stands alone before the first "is"; words that the question gives are
 * not taken for the answer.
 */
public final class WordReader implements ValueReader<String> {

  private static final List<String> LINKS =
      List.of(" is ", " are ", ": ", " = ", "=", "->", "\u2192", " becomes ", " gives ", " as ");
  private static final Set<String> FILLERS =
      Set.of("sure", "okay", "ok", "certainly", "yes", "no", "answer", "hello", "solution");

  private final String kind;
  private final int length;
  private final Set<String> given;

  /**
   * A reader.
   *
   * @param kind what it reads, for reasons
   * @param length how many words it reads
   * @param given words of the question, in lower case
   */
  public WordReader(String kind, int length, Set<String> given) {
    this.kind = kind;
    this.length = length;
    this.given = Set.copyOf(given);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Optional<String> bare(String text) {
    String trimmed = Scan.lower(Scan.trimmed(text));
    List<String> parts = List.of(trimmed.strip().replace('-', ' ').split(" +", -1));
    boolean spelled = parts.size() > length && parts.stream().allMatch(part -> part.length() == 1);
    String joined = spelled ? String.join("", parts) : String.join(" ", parts);
    boolean right = spelled ? length == 1 : parts.size() == length;
    boolean plain = joined.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ');
    return right && plain && !joined.isBlank() && !FILLERS.contains(joined)
        ? Optional.of(joined)
        : Optional.empty();
  }

  @Override
  public Set<String> stated(String text) {
    Set<String> found = new LinkedHashSet<>();
    for (String sentence : Scan.statements(text)) {
      inSentence(sentence).filter(word -> !given.contains(word)).ifPresent(found::add);
    }
    return found;
  }

  private Optional<String> inSentence(String sentence) {
    int after = -1;
    for (String link : LINKS) {
      int at = sentence.lastIndexOf(link);
      after = at < 0 ? after : Math.max(after, at + link.length());
    }
    Optional<String> last = after < 0 ? Optional.empty() : bare(sentence.substring(after));
    int is = sentence.indexOf(" is ");
    return last.isPresent() || is < 0 ? last : bare(sentence.substring(0, is));
  }
}
