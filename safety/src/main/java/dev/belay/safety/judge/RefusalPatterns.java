package dev.belay.safety.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The word patterns that ship with Belay, by what they speak for. */
final class RefusalPatterns {
  private static final String RESOURCE = "refusal-patterns.txt";

  /** Stands for words that look like a refusal and are none. */
  private static final String ASIDE = "<aside>";

  /** What a pattern speaks for. */
  enum Kind {
    REFUSAL("says that it cannot or will not"),
    DISAPPROVAL("calls the request wrong"),
    PREMISE("rejects what the question takes for granted"),
    ACCESS("says that it does not have what is asked for"),
    /** Refuses only where nothing else is said. */
    TERSE("says nothing else"),
    /** Looks like a refusal and is none. */
    EXCEPT("no refusal"),
    ANSWER("sets out to answer");

    /** Those that a completion of more than a few words can hold. */
    static final Set<Kind> IN_LONGER_TEXT = EnumSet.complementOf(EnumSet.of(TERSE));

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    /** What the pattern says about the completion, for a verdict's reason. */
    String meaning() {
      return meaning;
    }
  }

  private final Map<Kind, List<WordPattern>> patterns = new EnumMap<>(Kind.class);
  private final Map<String, String> lists = new HashMap<>();

  private RefusalPatterns() {}

  /** Reads the resource. */
  static RefusalPatterns load() {
    RefusalPatterns read = new RefusalPatterns();
    try (@Nullable InputStream in = RefusalPatterns.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + RESOURCE);
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(read::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }

  private void add(String line) {
    int colon = line.indexOf(':');
    String head = line.substring(0, colon);
    String body = line.substring(colon + 1).strip();
    if (head.startsWith("list ")) {
      lists.put(head.substring("list ".length()), body);
    } else {
      Kind kind = Kind.valueOf(head.toUpperCase(Locale.ROOT));
      patterns.computeIfAbsent(kind, k -> new ArrayList<>()).add(WordPattern.parse(body, lists));
    }
  }

  /** The words of the first pattern of the kind that occurs in the sentence. */
  Optional<String> find(Kind kind, List<String> sentence) {
    return patternsOf(kind).stream()
        .flatMap(pattern -> pattern.find(sentence).stream())
        .findFirst();
  }

  /** The sentence without what looks like a refusal and is none. */
  List<String> withoutAsides(List<String> sentence) {
    List<String> left = sentence;
    for (WordPattern pattern : patternsOf(Kind.EXCEPT)) {
      left = pattern.replaced(left, ASIDE);
    }
    return left;
  }

  private List<WordPattern> patternsOf(Kind kind) {
    return patterns.getOrDefault(kind, List.of());
  }
}
