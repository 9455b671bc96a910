package dev.belay.verify.puzzle.answer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A length of time in minutes: "85", "85 minutes", "1 hour and 25 minutes", "1h 25m". In running
 * text it is the only length with a unit, or what follows the last "is" or equals sign.
 */
public final class MinutesReader implements ValueReader<Integer> {

  private static final Set<String> HOURS = Set.of("hour", "hours", "h", "hr", "hrs");
  private static final Set<String> MINUTES = Set.of("minute", "minutes", "m", "min", "mins");
  private static final int MAX = 100_000;

  @Override
  public String kind() {
    return "a number of minutes";
  }

  @Override
  public Optional<Integer> bare(String text) {
    List<Scan.Word> words = Scan.words(spaced(Scan.trimmed(text)));
    if (words.size() == 1) {
      return number(words.getFirst());
    }
    return duration(words, 0, words.size());
  }

  /** "1h25m" as "1 h 25 m". */
  private static String spaced(String text) {
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean turns =
          i > 0
              && (Scan.isDigit(c)
                  ? Character.isLetter(text.charAt(i - 1))
                  : Character.isLetter(c) && Scan.isDigit(text.charAt(i - 1)));
      spaced.append(turns ? " " : "").append(c);
    }
    return spaced.toString();
  }

  private static Optional<Integer> number(Scan.Word word) {
    String text = word.text();
    return text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  private static Optional<Integer> duration(List<Scan.Word> words, int from, int to) {
    int total = 0;
    boolean any = false;
    int i = from;
    while (i < to) {
      Optional<Integer> number = number(words.get(i));
      if (any && words.get(i).text().equals("and")) {
        i++;
        continue;
      }
      if (number.isEmpty() || i + 1 >= to) {
        return Optional.empty();
      }
      String unit = words.get(i + 1).text();
      boolean hours = HOURS.contains(unit);
      if (!hours && !MINUTES.contains(unit)) {
        return Optional.empty();
      }
      total += number.get() * (hours ? 60 : 1);
      any = true;
      i += 2;
    }
    return any && total <= MAX ? Optional.of(total) : Optional.empty();
  }

  @Override
  public Set<Integer> stated(String text) {
    Set<Integer> found = new LinkedHashSet<>();
    for (String sentence : Scan.statements(text)) {
      int after = Math.max(sentence.lastIndexOf(" is "), sentence.lastIndexOf('='));
      Optional<Integer> last =
          after < 0
              ? Optional.empty()
              : bare(sentence.substring(sentence.charAt(after) == '=' ? after + 1 : after + 4));
      if (last.isPresent()) {
        found.add(last.get());
      } else {
        withUnits(Scan.words(spaced(sentence)), found);
      }
    }
    return found;
  }

  private static void withUnits(List<Scan.Word> words, Set<Integer> into) {
    int i = 0;
    while (i < words.size()) {
      int to = i;
      while (to + 1 < words.size()
          && number(words.get(to)).isPresent()
          && isUnit(words.get(to + 1))) {
        to += 2;
        boolean more = to + 2 < words.size() && words.get(to).text().equals("and");
        to += more && number(words.get(to + 1)).isPresent() && isUnit(words.get(to + 2)) ? 1 : 0;
      }
      duration(words, i, to).ifPresent(into::add);
      i = Math.max(to, i + 1);
    }
  }

  private static boolean isUnit(Scan.Word word) {
    return HOURS.contains(word.text()) || MINUTES.contains(word.text());
  }
}
