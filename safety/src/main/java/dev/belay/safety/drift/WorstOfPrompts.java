package dev.belay.safety.drift;

import dev.belay.core.drift.WorstPrompt;
import dev.belay.core.stats.Rate;
import java.util.List;

/**
 * The prompt whose share of good completions fell most, with limits that hold for all prompts at
 * once (drift specification §5).
 *
 * @param id of the prompt with the largest observed fall, an undecided completion counted as bad
 * @param drop that fall
 * @param low on some prompt at least so much fell, undecided completions counted as good after
 * @param high on no prompt fell more, undecided ones counted as good before and as bad after
 */
public record WorstOfPrompts(String id, double drop, double low, double high) {

  /**
   * Over the prompts.
   *
   * @param before prompt by prompt, at least one
   * @param after of the same prompts
   */
  static WorstOfPrompts of(
      List<String> ids, List<PromptShares> before, List<PromptShares> after, double confidence) {
    WorstPrompt observed = WorstPrompt.of(rates(before, false), rates(after, false), confidence);
    return new WorstOfPrompts(
        ids.get(observed.index()),
        observed.drop(),
        WorstPrompt.of(rates(before, false), rates(after, true), confidence).low(),
        WorstPrompt.of(rates(before, true), rates(after, false), confidence).high());
  }

  private static List<Rate> rates(List<PromptShares> shares, boolean undecidedIsGood) {
    return shares.stream()
        .map(
            one ->
                new Rate(one.good() + (undecidedIsGood ? (long) one.undecided() : 0L), one.all()))
        .toList();
  }
}
