package dev.belay.torch.generate;

import dev.belay.core.model.FinishReason;
import dev.belay.core.model.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ends completions, and what their text is then. */
record StopConditions(Tokenizer tokenizer, Set<Integer> eosTokenIds, List<String> stops) {

  /** How a completion ended and what it says. */
  record Ending(FinishReason reason, String text) {}

  boolean isEos(int tokenId) {
    return eosTokenIds.contains(tokenId);
  }

  /** A new scanner for one completion; null if there are no stop strings. */
  @Nullable StopScanner scanner() {
    return stops.isEmpty() ? null : new StopScanner(tokenizer, stops);
  }

  /**
   * The text of a completion without end-of-sequence token, cut before the first stop string.
   *
   * @param tokenIds the completion is its first {@code length} ids
   * @param scanned what its scanner has read; empty without one
   */
  Ending end(FinishReason reason, int[] tokenIds, int length, String scanned) {
    int end = reason == FinishReason.EOS ? length - 1 : length;
    String text = tokenizer.decode(Arrays.copyOf(tokenIds, end));
    int stop = firstStop(text);
    if (stop >= 0) {
      return new Ending(FinishReason.STOP, text.substring(0, stop));
    }
    if (reason == FinishReason.STOP) {
      return new Ending(reason, scanned.substring(0, firstStop(scanned)));
    }
    return new Ending(reason, text);
  }

  private int firstStop(String text) {
    return stops.stream().mapToInt(text::indexOf).filter(i -> i >= 0).min().orElse(-1);
  }
}
