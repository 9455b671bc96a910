package dev.belay.train.step;

import dev.belay.core.verify.Verdict.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** What a step's rollouts look like, before any KL: rewards, dead groups, lengths, verdicts. */
public final class RolloutMetrics {

  private RolloutMetrics() {}

  /** The metrics, in a fixed order; a mean over nothing is left out. */
  public static Map<String, Number> of(Scored scored) {
    List<Rollout> rollouts = scored.rollouts();
    Map<String, Number> metrics = new LinkedHashMap<>();
    double[] scores = present(scored.scores());
    if (scores.length > 0) {
      double mean = mean(scores);
      double squares = 0;
      for (double score : scores) {
        squares += (score - mean) * (score - mean);
      }
      metrics.put("reward_mean", mean);
      metrics.put("reward_sd", Math.sqrt(squares / scores.length));
    }
    scored.terms().forEach((name, term) -> putMean(metrics, "reward_" + name, present(term)));
    metrics.putAll(RequestMetrics.of(scored));
    metrics.putAll(RefusedTask.of(scored));
    metrics.put("verdicts_correct", count(rollouts, State.CORRECT));
    metrics.put("verdicts_incorrect", count(rollouts, State.INCORRECT));
    metrics.put("verdicts_undecided", count(rollouts, State.UNDECIDED));
    metrics.put("verdicts_error", count(rollouts, State.ERROR));
    metrics.put("groups_without_signal", deadGroupShare(scored));
    metrics.put(
        "completion_length_mean",
        mean(rollouts.stream().mapToDouble(r -> r.completion().length()).toArray()));
    metrics.put(
        "completion_length_max",
        rollouts.stream().mapToInt(r -> r.completion().length()).max().orElse(0));
    metrics.put(
        "truncated_share",
        mean(rollouts.stream().mapToDouble(r -> r.isCutOff() ? 1 : 0).toArray()));
    return metrics;
  }

  private static void putMean(Map<String, Number> metrics, String key, double[] values) {
    if (values.length > 0) {
      metrics.put(key, mean(values));
    }
  }

  private static double[] present(double[] values) {
    return DoubleStream.of(values).filter(value -> !Double.isNaN(value)).toArray();
  }

  /** Share of groups whose rewarded completions all scored the same: nothing to learn from them. */
  private static double deadGroupShare(Scored scored) {
    return mean(
        scored.groups().stream().mapToDouble(group -> scored.hasSignal(group) ? 0 : 1).toArray());
  }

  private static long count(List<Rollout> rollouts, State state) {
    return rollouts.stream()
        .flatMap(rollout -> rollout.verdicts().values().stream())
        .filter(verdict -> verdict.state() == state)
        .count();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.length == 0 ? Double.NaN : sum / values.length;
  }
}
