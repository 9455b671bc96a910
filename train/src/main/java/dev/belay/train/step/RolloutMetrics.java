package dev.belay.train.step;

import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a step's rollouts look like, before any KL: rewards, dead groups, lengths, verdicts. */
public final class RolloutMetrics {

  private RolloutMetrics() {}

  /** The metrics, in a fixed order; a mean over nothing is left out. */
  public static Map<String, Object> of(List<Rollout> rollouts) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    double[] scores =
        rollouts.stream()
            .filter(rollout -> rollout.verdict().decided())
            .mapToDouble(rollout -> rollout.verdict().score())
            .toArray();
    if (scores.length > 0) {
      double mean = mean(scores);
      double squares = 0;
      for (double score : scores) {
        squares += (score - mean) * (score - mean);
      }
      metrics.put("reward_mean", mean);
      metrics.put("reward_sd", Math.sqrt(squares / scores.length));
    }
    metrics.put("verdicts_undecided", count(rollouts, State.UNDECIDED));
    metrics.put("verdicts_error", count(rollouts, State.ERROR));
    metrics.put("groups_without_signal", deadGroupShare(rollouts));
    metrics.put(
        "completion_length_mean",
        mean(rollouts.stream().mapToDouble(r -> r.completion().length()).toArray()));
    metrics.put(
        "completion_length_max",
        rollouts.stream().mapToInt(r -> r.completion().length()).max().orElse(0));
    metrics.put(
        "truncated_share",
        mean(
            rollouts.stream()
                .mapToDouble(r -> r.completion().finishReason() == FinishReason.LENGTH ? 1 : 0)
                .toArray()));
    return metrics;
  }

  /** Share of groups whose decided completions all earned the same: nothing to learn from them. */
  static double deadGroupShare(List<Rollout> rollouts) {
    Map<Integer, double[]> ranges = new LinkedHashMap<>();
    for (Rollout rollout : rollouts) {
      double[] range =
          ranges.computeIfAbsent(
              rollout.group(),
              _ -> new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY});
      if (rollout.verdict().decided()) {
        range[0] = Math.min(range[0], rollout.verdict().score());
        range[1] = Math.max(range[1], rollout.verdict().score());
      }
    }
    return mean(ranges.values().stream().mapToDouble(r -> r[0] < r[1] ? 0 : 1).toArray());
  }

  private static long count(List<Rollout> rollouts, State state) {
    return rollouts.stream().filter(rollout -> rollout.verdict().state() == state).count();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? Double.NaN : sum / values.length;
  }
}
