package dev.belay.train.method;

import dev.belay.core.objective.PolicyStatistics;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.ProcessMemory;
import dev.belay.train.step.RolloutUpdates;
import dev.belay.train.step.ScoredRollouts;
import java.util.Map;

/** The line of {@code metrics.jsonl} that a step of RLVR leaves. */
final class RlvrMetrics {

  private RlvrMetrics() {}

  /**
   * What was sampled.
   *
   * @param metrics of it
   * @param tokens of all completions, those that are left out as well
   */
  record Sampled(Map<String, Number> metrics, long tokens) {}

  /** The line of a step that had nothing to learn from. */
  static StepReport withoutUpdate(long step, Sampled sampled, StepClock clock) {
    StepReport.Builder metrics = StepReport.of(step);
    sampled.metrics().forEach(metrics::put);
    putTimes(metrics, sampled, clock);
    return metrics.put("memory_bytes", ProcessMemory.residentBytes()).build();
  }

  static StepReport of(
      long step,
      Sampled sampled,
      ScoredRollouts scored,
      RolloutUpdates.Done updates,
      StepClock clock) {
    StepReport.Builder metrics = StepReport.of(step);
    sampled.metrics().forEach(metrics::put);
    TokenScores first = updates.sampled();
    RolloutBatch batch = scored.batch();
    double[] kls = first.exactKls();
    if (kls != null && kls.length > 0) {
      double mean = TokenScores.mean(kls);
      metrics.put("kl_token_mean", mean);
      metrics.put("kl_sequence_mean", mean * kls.length / batch.completions());
    }
    metrics.put("entropy", TokenScores.mean(first.entropies()));
    putRatios(metrics, updates);
    updates.measured().forEach(metrics::put);
    putGap(metrics, batch.sampledLogProbs(), first.logProbs());
    metrics.put("loss", updates.last().loss());
    metrics.put("grad_norm", updates.last().gradNorm());
    metrics.put("learning_rate", updates.last().learningRate());
    metrics.put("completion_tokens", batch.tokens());
    metrics.put("tokens", scored.tokens());
    putTimes(metrics, sampled, clock);
    metrics.put("train_tokens_per_second", scored.tokens() / clock.updateSeconds());
    return metrics.put("memory_bytes", ProcessMemory.residentBytes()).build();
  }

  private static void putRatios(StepReport.Builder metrics, RolloutUpdates.Done updates) {
    PolicyStatistics statistics = updates.objective().statistics(updates.last().scores());
    metrics.put("ratio_mean", statistics.meanRatio());
    metrics.put("clip_share", statistics.clipLowShare() + statistics.clipHighShare());
  }

  /** How far the log-probs that sampled lie from those of the training pass, same weights. */
  private static void putGap(StepReport.Builder metrics, float[] sampled, double[] trainer) {
    double sum = 0;
    double max = 0;
    for (int t = 0; t < sampled.length; t++) {
      double gap = Math.abs(sampled[t] - trainer[t]);
      sum += gap;
      max = Math.max(max, gap);
    }
    if (sampled.length > 0) {
      metrics.put("logprob_gap_mean", sum / sampled.length);
      metrics.put("logprob_gap_max", max);
    }
  }

  private static void putTimes(StepReport.Builder metrics, Sampled sampled, StepClock clock) {
    metrics.put("rollout_seconds", clock.rolloutSeconds());
    metrics.put("scoring_seconds", clock.scoringSeconds());
    metrics.put("update_seconds", clock.updateSeconds());
    metrics.put("step_seconds", clock.stepSeconds());
    metrics.put("rollout_tokens_per_second", (double) sampled.tokens() / clock.rolloutSeconds());
  }

  static String summary(StepReport report) {
    String verdicts = withoutVerdict(report);
    if (report.value("groups_trained") == 0) {
      return "reward %.3f  no group with signal, no update%s"
          .formatted(report.value("reward_mean"), verdicts);
    }
    return "reward %.3f  KL %.4f  %.0f tokens/s%s"
        .formatted(
            report.value("reward_mean"),
            report.value("kl_sequence_mean"),
            report.value("tokens") / report.value("step_seconds"),
            verdicts);
  }

  /** How many verdicts are left out of the rewards; nothing where all are decided. */
  private static String withoutVerdict(StepReport report) {
    double undecided = report.value("verdicts_undecided");
    double errors = report.value("verdicts_error");
    return undecided + errors > 0
        ? "  %.0f undecided, %.0f errors".formatted(undecided, errors)
        : "";
  }
}
