package dev.belay.verify.puzzle.answer;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of a few words or numbers. In running text it is the only one that is mentioned, apart from
 * those that are denied ("not tails") or compared with ("larger than 3", "7 > 3"). A conclusion
 * ("so Ann") comes before other mentions.
 */
public final class OptionReader implements ValueReader<String> {

  private static final Set<String> DENIALS =
      Set.of("not", "never", "isn't", "wasn't", "than", "neither", "nor", "unlike", "isnt");
  private static final Set<String> ARTICLES = Set.of("a", "an", "the", "of");
  private static final Set<String> CONCLUSIONS =
      Set.of("so", "therefore", "thus", "hence", "finally");

  private final Map<String, String> bySpelling = new LinkedHashMap<>();
  private final List<String> options;

  /**
   * A reader.
   *
   * @param options in lower case, one word or number each
   * @param aliases other spellings, and the option that each stands for
   */
  public OptionReader(List<String> options, Map<String, String> aliases) {
    this.options = List.copyOf(options);
    options.forEach(option -> bySpelling.put(Scan.lower(option), option));
    aliases.forEach((spelling, option) -> bySpelling.putIfAbsent(Scan.lower(spelling), option));
  }

  @Override
  public String kind() {
    return "one of " + String.join(", ", options);
  }

  @Override
  public List<String> parts(String text) {
    return Scan.statements(text);
  }

  @Override
  public Optional<String> bare(String text) {
    List<Scan.Word> words = Scan.words(text);
    if (words.size() == 2 && bySpelling.containsKey(joined(words, 0))) {
      return Optional.ofNullable(bySpelling.get(joined(words, 0)));
    }
    int first = words.size() == 2 && ARTICLES.contains(words.getFirst().text()) ? 1 : 0;
    if (words.size() != first + 1 || !isAlone(text, words.getLast())) {
      return Optional.empty();
    }
    return Optional.ofNullable(bySpelling.get(words.getLast().text()));
  }

  /** Nothing that could change what the word says may stand beside it, such as a sign. */
  private static boolean isAlone(String text, Scan.Word word) {
    String around = text.substring(0, word.from()) + text.substring(word.to());
    return around.chars().noneMatch(c -> "+/^%=<>\u221a\u00b1#?".indexOf(c) >= 0);
  }

  @Override
  public Set<String> stated(String text) {
    List<String> statements = Scan.statements(text);
    for (int i = statements.size() - 1; i >= 0; i--) {
      Set<String> concluded = conclusion(statements.get(i));
      if (!concluded.isEmpty()) {
        return concluded;
      }
    }
    Set<String> found = new LinkedHashSet<>();
    statements.forEach(statement -> mentions(statement, 0, found));
    return found;
  }

  private Set<String> conclusion(String sentence) {
    Set<String> found = new LinkedHashSet<>();
    for (Scan.Word word : Scan.words(sentence)) {
      if (CONCLUSIONS.contains(word.text())) {
        found.clear();
        mentions(sentence, word.to(), found);
      }
    }
    return found;
  }

  private void mentions(String sentence, int from, Set<String> into) {
    List<Scan.Word> words = Scan.words(sentence);
    for (int i = 0; i < words.size(); i++) {
      Scan.Word word = words.get(i);
      boolean second = i > 0 && bySpelling.containsKey(joined(words, i - 1));
      String option = bySpelling.get(word.text());
      String longer = bySpelling.get(joined(words, i));
      if (longer != null) {
        option = longer;
      }
      if (option != null && !second && word.from() >= from && !isDenied(sentence, words, i)) {
        into.add(option);
      }
    }
  }

  /** "great grandmother" as "great-grandmother". */
  private static String joined(List<Scan.Word> words, int at) {
    return at + 1 < words.size() ? words.get(at).text() + "-" + words.get(at + 1).text() : "";
  }

  private static boolean isDenied(String sentence, List<Scan.Word> words, int at) {
    int before = at - 1;
    while (before >= 0 && ARTICLES.contains(words.get(before).text())) {
      before--;
    }
    if (before >= 0) {
      String word = words.get(before).text();
      if (DENIALS.contains(word) || (word.equals("instead") && before < at - 1)) {
        return true;
      }
    }
    String left = sentence.substring(0, words.get(at).from()).stripTrailing();
    String right = sentence.substring(words.get(at).to()).stripLeading();
    return left.endsWith(">") || right.startsWith("<");
  }
}
