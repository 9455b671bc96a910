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
  private static final List<String> WRONG =
      List.of(
          "is not the answer ",
          "is not correct ",
          "is not right ",
          "isn't the answer ",
          "isn't correct ",
          "isn't right ",
          "is wrong ",
          "is incorrect ",
          "is false ");
  private static final Set<String> NEVER = Set.of("cannot", "can't", "not", "couldn't", "never");
  private static final Set<String> ARTICLES = Set.of("a", "an", "the", "of");
  private static final Set<String> CONCLUSIONS =
      Set.of("so", "therefore", "thus", "hence", "finally");

  private static final Set<String> SUBJECTS = Set.of("it", "answer", "this", "that", "result");
  private static final Set<String> JOINERS =
      Set.of("or", "and", "else", "otherwise", "maybe", "perhaps", "alternatively", "also");

  /** Beside an option, so that there are several. */
  private static final String OTHER = "another number";

  private final Map<String, String> bySpelling = new LinkedHashMap<>();
  private final List<String> options;
  private final boolean numbers;

  /**
   * A reader.
   *
   * @param options in lower case, one word or number each
   * @param aliases other spellings, and the option that each stands for
   */
  public OptionReader(List<String> options, Map<String, String> aliases) {
    this.options = List.copyOf(options);
    this.numbers = options.stream().allMatch(option -> !option.isEmpty() && isNumber(option));
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

  /** Where all options are numbers, another number is no option, and not to be passed over. */
  @Override
  public boolean refuses(String announced) {
    List<Scan.Word> words = Scan.words(announced);
    boolean joined = words.size() > 2 && JOINERS.contains(words.get(1).text());
    return !words.isEmpty()
        && (isOtherNumber(words.getFirst()) || (joined && isOther(words, 0, 1)));
  }

  private boolean isOtherNumber(Scan.Word word) {
    return numbers && isNumber(word.text()) && !bySpelling.containsKey(word.text());
  }

  private static boolean isNumber(String text) {
    char first = text.charAt(text.startsWith("-") && text.length() > 1 ? 1 : 0);
    return Scan.isDigit(first);
  }

  /** "1 or not 1", and "it is not 1" where it was not named again. */
  @Override
  public boolean denies(String text, String value) {
    List<Scan.Word> words = Scan.words(text);
    boolean denied = false;
    for (int i = 1; i < words.size(); i++) {
      if (!value.equals(bySpelling.get(words.get(i).text()))) {
        continue;
      }
      boolean not = words.get(i - 1).text().equals("not");
      String before = i > 1 ? words.get(i - 2).text() : "";
      boolean subject =
          not && i > 2 && before.equals("is") && SUBJECTS.contains(words.get(i - 3).text());
      boolean breath =
          not
              && (isNamed(value, words, i - 2)
                  || (JOINERS.contains(before) && isNamed(value, words, i - 3)));
      if (breath) {
        return true;
      }
      denied = subject;
    }
    return denied;
  }

  private boolean isNamed(String value, List<Scan.Word> words, int at) {
    return at >= 0 && value.equals(bySpelling.get(words.get(at).text()));
  }

  /** Whether a number that is no option stands beside one, joined by "or" or by nothing. */
  private boolean isBesideOther(List<Scan.Word> words, int at) {
    return isOther(words, at, 1) || isOther(words, at, -1);
  }

  private boolean isOther(List<Scan.Word> words, int at, int step) {
    int other = at + step;
    while (other >= 0 && other < words.size() && JOINERS.contains(words.get(other).text())) {
      other += step;
    }
    return other >= 0 && other < words.size() && isOtherNumber(words.get(other));
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
        if (isBesideOther(words, i)) {
          into.add(OTHER);
        }
      }
    }
  }

  /** "great grandmother" as "great-grandmother". */
  private static String joined(List<Scan.Word> words, int at) {
    return at + 1 < words.size() ? words.get(at).text() + "-" + words.get(at + 1).text() : "";
  }

  /** "1 is not the answer", "1 is wrong"; "Ann is not the taller one" says something of Ann. */
  private static boolean isCalledWrong(List<Scan.Word> words, int at) {
    List<String> after =
        words.subList(at + 1, Math.min(words.size(), at + 5)).stream()
            .map(Scan.Word::text)
            .toList();
    String said = String.join(" ", after) + " ";
    return WRONG.stream().anyMatch(said::startsWith);
  }

  private static boolean isDenied(String sentence, List<Scan.Word> words, int at) {
    int before = at - 1;
    while (before >= 0 && ARTICLES.contains(words.get(before).text())) {
      before--;
    }
    if (before >= 0) {
      String word = words.get(before).text();
      boolean be = word.equals("be") && before > 0;
      if (be && NEVER.contains(words.get(before - 1).text())) {
        return true;
      }
      if (DENIALS.contains(word) || (word.equals("instead") && before < at - 1)) {
        return true;
      }
    }
    if (isCalledWrong(words, at)) {
      return true;
    }
    String left = sentence.substring(0, words.get(at).from()).stripTrailing();
    String right = sentence.substring(words.get(at).to()).stripLeading();
    return left.endsWith(">") || right.startsWith("<");
  }
}
