package dev.belay.train.preference;

import dev.belay.core.objective.PreferenceStatistics;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a policy says of pairs, as the log names it. */
final class PairMetrics {

  private PairMetrics() {}

  /**
   * Means over pairs. The accuracy is over the pairs that are not tied, and is left out where all
   * are, as before the first update.
   */
  static Map<String, Number> of(PreferenceStatistics statistics) {
    Map<String, Number> metrics = new LinkedHashMap<>();
    metrics.put("reward_chosen", statistics.chosenReward());
    metrics.put("reward_rejected", statistics.rejectedReward());
    metrics.put("reward_margin", statistics.margin());
    if (statistics.decided() > 0) {
      metrics.put("reward_accuracy", (double) statistics.right() / statistics.decided());
    }
    metrics.put("pairs", statistics.pairs());
    metrics.put("pairs_tied", statistics.tied());
    metrics.put("logprob_chosen", statistics.chosenLogProb());
    metrics.put("logprob_rejected", statistics.rejectedLogProb());
    return metrics;
  }
}
