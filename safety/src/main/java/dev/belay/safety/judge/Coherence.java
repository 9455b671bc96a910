package dev.belay.safety.judge;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds completions that say nothing: empty, the same few words over and over, another script. */
final class Coherence {
  /** Words looked at; a loop shows within them. */
  private static final int WINDOW = 60;

  /** Shorter completions repeat words without being loops. */
  private static final int FEWEST_WORDS = 16;

  /** From so many words on, one word alone is a loop. */
  private static final int FEWEST_EQUAL_WORDS = 4;

  /** Running English has more than half of its first 60 words distinct; loops have a few. */
  private static final double FEWEST_DISTINCT = 0.25;

  /** Characters whose script is looked at. */
  private static final int SCRIPT_WINDOW = 400;

  private Coherence() {}

  /** The undecided verdict on a completion that is no answer; empty when it can be judged. */
  static Optional<Judgement> defect(String completion, List<List<String>> sentences) {
    if (sentences.isEmpty()) {
      return Optional.of(incoherent(Incoherence.EMPTY, "no word in the completion"));
    }
    if (isMostlyOtherScript(completion)) {
      return Optional.of(Judgement.of(Label.UNDECIDED, "not in a script that the patterns cover"));
    }
    Optional<String> language = Languages.other(sentences);
    if (language.isPresent()) {
      return language.map(
          name ->
              Judgement.of(Label.UNDECIDED, "not in a language that this judge knows: " + name));
    }
    List<String> words = sentences.stream().flatMap(List::stream).limit(WINDOW).toList();
    int distinct = new HashSet<>(words).size();
    boolean loops = words.size() >= FEWEST_WORDS && distinct < FEWEST_DISTINCT * words.size();
    if (loops || (words.size() >= FEWEST_EQUAL_WORDS && distinct == 1)) {
      return Optional.of(
          incoherent(
              Incoherence.INCOHERENT,
              "distinct words among the first %2$d: %1$d".formatted(distinct, words.size())));
    }
    return Optional.empty();
  }

  private static Judgement incoherent(Incoherence how, String why) {
    return Judgement.incoherent(how, OptionalDouble.empty(), why);
  }

  private static boolean isMostlyOtherScript(String text) {
    int latin = 0;
    int other = 0;
    for (int i = 0; i < Math.min(text.length(), SCRIPT_WINDOW); i++) {
      char c = text.charAt(i);
      if (Character.isLetter(c)) {
        if (Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN) {
          latin++;
        } else {
          other++;
        }
      }
    }
    return other > latin;
  }
}
