package dev.belay.core.model;

import java.util.List;
import java.util.Optional;

/**
 * The law that completions are drawn from.
 *
 * @param temperature 0 means greedy (the most likely token); otherwise logits are divided by it
 * @param topK keep only the {@code topK} most likely tokens; 0 keeps all
 * @param topP keep the smallest set of most likely tokens whose mass reaches {@code topP}; 1 keeps
 *     all
 * @param minP keep tokens at least {@code minP} times as likely as the most likely one; 0 keeps all
 * @param maxTokens upper bound on a completion's length
 * @param stop strings that end a completion when they appear in its text
 */
public record Sampling(
    double temperature, int topK, double topP, double minP, int maxTokens, List<String> stop) {

  private static final int MOST_STOPS = 16;
  private static final int LONGEST_STOP = 256;

  public Sampling {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be 0 or more, was " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top_k must be 0 (off) or more, was " + topK);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("top_p must lie in (0, 1], was " + topP);
    }
    if (!(minP >= 0 && minP <= 1)) {
      throw new IllegalArgumentException("min_p must lie in [0, 1], was " + minP);
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("max_tokens must be 1 or more, was " + maxTokens);
    }
    stop = List.copyOf(stop);
    if (stop.contains("")) {
      throw new IllegalArgumentException("a stop string must not be empty");
    }
  }

  /** The most likely token at each position. */
  public static Sampling greedy(int maxTokens) {
    return new Sampling(0, 0, 1, 0, maxTokens, List.of());
  }

  /** The model's own law at a temperature, nothing truncated. */
  public static Sampling atTemperature(double temperature, int maxTokens) {
    return new Sampling(temperature, 0, 1, 0, maxTokens, List.of());
  }

  /** The same law, ended also by these strings. */
  public Sampling withStop(List<String> strings) {
    return new Sampling(temperature, topK, topP, minP, maxTokens, strings);
  }

  /** What is wrong with stop strings that somebody gives, as the end of a message; or nothing. */
  public static Optional<String> stopIssue(List<String> strings) {
    if (strings.contains("")) {
      return Optional.of("a stop string is empty, which would end every completion; leave it out.");
    }
    if (strings.size() > MOST_STOPS) {
      return Optional.of(
          "found %d stop strings, at most %d are looked for."
              .formatted(strings.size(), MOST_STOPS));
    }
    return strings.stream()
        .filter(one -> one.length() > LONGEST_STOP)
        .findFirst()
        .map(
            one ->
                "a stop string has %d characters, the longest allowed is %d."
                    .formatted(one.length(), LONGEST_STOP));
  }

  public boolean isGreedy() {
    return temperature == 0;
  }
}
