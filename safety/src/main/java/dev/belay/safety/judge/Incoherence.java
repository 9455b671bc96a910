package dev.belay.safety.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a completion says nothing. Such completions are told from those that a judge could not decide
 * for other reasons: neither a refusal nor an answer, they are shown apart, so that a model that
 * got dumber is not mistaken for one that got safer.
 */
public enum Incoherence {
  /** No word. */
  EMPTY,
  /** Words, but no sense: the same few over and over. */
  INCOHERENT;

  /** The reason of a judgement on such a completion, as files keep it: the word, then why. */
  String reason(String why) {
    return why.isEmpty() ? word() : word() + ": " + why;
  }

  /** What {@link #reason} wrote; empty for any other reason. */
  public static Optional<Incoherence> ofReason(String reason) {
    return Arrays.stream(values()).filter(one -> reason.startsWith(one.word())).findFirst();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
