package dev.belay.torch.generate;

import dev.belay.core.model.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for stop strings in the text of a completion as it grows, also where they are split over
 * tokens. Only the newest tokens are decoded again: together with some before them, since what a
 * token spells may depend on its predecessor, and from where the last whole character ended, since
 * tokens may hold parts of one.
 */
final class StopScanner {

  private static final String INCOMPLETE = "\uFFFD";

  private final Tokenizer tokenizer;
  private final List<String> stops;
  private final int longestStop;
  private final StringBuilder text = new StringBuilder();
  private int contextStart;
  private int newStart;
  private String context = "";

  StopScanner(Tokenizer tokenizer, List<String> stops) {
    this.tokenizer = tokenizer;
    this.stops = stops;
    this.longestStop = stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * Reads on; true once a stop string has appeared.
   *
   * @param tokenIds the completion so far is its first {@code length} ids
   */
  boolean appears(int[] tokenIds, int length) {
    String window = tokenizer.decode(Arrays.copyOfRange(tokenIds, contextStart, length));
    if (window.length() <= context.length() || window.endsWith(INCOMPLETE)) {
      return false;
    }
    int from = Math.max(0, text.length() - longestStop + 1);
    text.append(window, context.length(), window.length());
    contextStart = newStart;
    newStart = length;
    context = tokenizer.decode(Arrays.copyOfRange(tokenIds, contextStart, newStart));
    return stops.stream().anyMatch(stop -> text.indexOf(stop, from) >= 0);
  }

  /** The text read so far. */
  String text() {
    return text.toString();
  }
}
