package dev.belay.verify.puzzle.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Yes or no. In running text, what a sentence begins with before a comma or its end, or ends with:
 * "No cat is a dog" says neither.
 */
public final class YesNoReader implements ValueReader<String> {

  private static final Set<String> OPTIONS = Set.of("yes", "no");

  @Override
  public String kind() {
    return "yes or no";
  }

  @Override
  public List<String> parts(String text) {
    return Scan.statements(text);
  }

  @Override
  public Optional<String> bare(String text) {
    List<Scan.Word> words = Scan.words(text);
    return words.size() == 1 && OPTIONS.contains(words.getFirst().text()) && !text.contains("?")
        ? Optional.of(words.getFirst().text())
        : Optional.empty();
  }

  @Override
  public Set<String> stated(String text) {
    Set<String> found = new LinkedHashSet<>();
    for (String sentence : Scan.statements(text)) {
      List<Scan.Word> words = Scan.words(sentence);
      if (words.isEmpty()) {
        continue;
      }
      Scan.Word first = words.getFirst();
      if (OPTIONS.contains(first.text()) && isFollowedByStop(sentence, first.to())) {
        found.add(first.text());
      }
      if (OPTIONS.contains(words.getLast().text())) {
        found.add(words.getLast().text());
      }
    }
    return found;
  }

  private static boolean isFollowedByStop(String sentence, int at) {
    int next = at;
    while (next < sentence.length() && "*_\"' ".indexOf(sentence.charAt(next)) >= 0) {
      next++;
    }
    return next == sentence.length() || ",.;:!-\u2013\u2014(".indexOf(sentence.charAt(next)) >= 0;
  }
}
