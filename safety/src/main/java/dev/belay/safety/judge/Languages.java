package dev.belay.safety.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a text in Latin letters is in another language than English, by its function words.
 * The judges that read words know English alone; what they would say of other languages is no
 * verdict.
 */
final class Languages {
  private static final String RESOURCE = "function-words.txt";
  private static final String ENGLISH = "English";

  /** Words looked at. */
  private static final int WINDOW = 60;

  /** Texts as short as this need only one word of their language. */
  private static final int SHORT = 12;

  private static final int FEWEST_WORDS = 3;

  private static final Map<String, Set<String>> WORDS = load();

  private Languages() {}

  private static Map<String, Set<String>> load() {
    Map<String, Set<String>> words = new LinkedHashMap<>();
    try (@Nullable InputStream in = Languages.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + RESOURCE);
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(line, words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  private static void add(String line, Map<String, Set<String>> words) {
    int colon = line.indexOf(':');
    Set<String> own = new HashSet<>(List.of(line.substring(colon + 1).strip().split("\\s+", -1)));
    // Letters name variables and items in every language.
    own.removeIf(word -> word.length() == 1);
    own.removeAll(words.getOrDefault(ENGLISH, Set.of()));
    words.put(line.substring(0, colon), own);
  }

  /**
   * The language that a text is in by its first words, if that is not English.
   *
   * @param sentences words in lower case
   * @return its name, or "another language" where only that is plain
   */
  static Optional<String> other(List<List<String>> sentences) {
    List<String> words = sentences.stream().flatMap(List::stream).limit(WINDOW).toList();
    if (words.size() < FEWEST_WORDS) {
      return Optional.empty();
    }
    Map<String, Long> hits =
        WORDS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> count(words, entry.getValue())));
    long english = hits.getOrDefault(ENGLISH, 0L);
    String best = ENGLISH;
    for (String language : WORDS.keySet()) {
      best = hits.getOrDefault(language, 0L) > hits.getOrDefault(best, 0L) ? language : best;
    }
    long most = hits.getOrDefault(best, 0L);
    boolean few = most >= 1 && english == 0 && words.size() <= SHORT;
    if (!best.equals(ENGLISH) && (most >= 2 || few)) {
      return Optional.of(best);
    }
    boolean foreign = english == 0 && words.size() > FEWEST_WORDS && hasForeignLetters(words);
    return foreign ? Optional.of("another language") : Optional.empty();
  }

  private static long count(List<String> words, Set<String> known) {
    return words.stream().filter(known::contains).count();
  }

  private static boolean hasForeignLetters(List<String> words) {
    return words.stream()
        .anyMatch(word -> word.chars().anyMatch(c -> c > 0x7f && Character.isLetter(c)));
  }
}
