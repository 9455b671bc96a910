package dev.belay.cli.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What kind of task a line is of. */
enum Domain {
  MATHEMATICS("math", "maths", "math"),
  CODE("code", "python"),
  INSTRUCTIONS("instructions", "instruction", "instruction-following", "ifeval"),
  LOGIC("logic", "puzzle", "puzzles", "logic-and-algorithms"),
  CHOICE("choice", "choices", "multiple-choice", "mcq"),
  /** Has no verifier by name: each line says its own form. */
  FORMAT("", "formats");

  private final String verifier;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is.
  private final List<String> aliases;

  Domain(String verifier, String... aliases) {
    this.verifier = verifier;
    this.aliases = List.of(aliases);
  }

  /** The verifier's name in the registry. */
  String verifier() {
    return verifier;
  }

  /** As lines say it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The domain of a word, whatever its case. */
  static Optional<Domain> of(String word) {
    String plain = word.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return Arrays.stream(values())
        .filter(domain -> domain.word().equals(plain) || domain.aliases.contains(plain))
        .findFirst();
  }

  /** All words, for messages. */
  static String words() {
    return Arrays.stream(values()).map(Domain::word).collect(Collectors.joining(", "));
  }
}
