package dev.belay.train.method;

import dev.belay.core.objective.PolicyStatistics;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.ProcessMemory;
import dev.belay.train.step.Rollout;
import dev.belay.train.step.RolloutMetrics;
import dev.belay.train.step.StepBatches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The line of {@code metrics.jsonl} that a step of RLVR leaves. */
final class RlvrMetrics {

  private RlvrMetrics() {}

  static Map<String, Object> of(
      long step,
      List<Rollout> rollouts,
      RlvrMethod.Updates updates,
      StepBatches batches,
      StepClock clock) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("step", step);
    metrics.putAll(RolloutMetrics.of(rollouts));
    TokenScores first = updates.first().scores();
    float[] kls = first.exactKls();
    if (kls != null && kls.length > 0) {
      metrics.put("kl_token_mean", TokenScores.mean(kls));
      metrics.put("kl_sequence_mean", TokenScores.mean(kls) * kls.length / rollouts.size());
    }
    metrics.put("entropy", TokenScores.mean(first.entropies()));
    putRatios(metrics, updates);
    putGap(metrics, rollouts, first.logProbs());
    metrics.put("loss", updates.last().loss());
    metrics.put("grad_norm", updates.last().gradNorm());
    metrics.put("learning_rate", updates.last().learningRate());
    metrics.put("completion_tokens", batches.completionTokens());
    metrics.put("tokens", batches.tokens());
    putSpeed(metrics, batches, clock);
    return metrics;
  }

  private static void putRatios(Map<String, Object> metrics, RlvrMethod.Updates updates) {
    PolicyStatistics statistics = updates.lastObjective().statistics(0, updates.last().scores());
    metrics.put("ratio_mean", statistics.meanRatio());
    metrics.put("clip_share", statistics.clipLowShare() + statistics.clipHighShare());
  }

  /** How far the log-probs that sampled lie from those of the training pass, same weights. */
  private static void putGap(
      Map<String, Object> metrics, List<Rollout> rollouts, float[] trainerLogProbs) {
    double sum = 0;
    double max = 0;
    int at = 0;
    for (Rollout rollout : rollouts) {
      for (float logProb : rollout.completion().logProbs()) {
        double gap = Math.abs(logProb - trainerLogProbs[at++]);
        sum += gap;
        max = Math.max(max, gap);
      }
    }
    if (at > 0) {
      metrics.put("logprob_gap_mean", sum / at);
      metrics.put("logprob_gap_max", max);
    }
  }

  private static void putSpeed(Map<String, Object> metrics, StepBatches batches, StepClock clock) {
    metrics.put("rollout_seconds", clock.rolloutSeconds());
    metrics.put("scoring_seconds", clock.scoringSeconds());
    metrics.put("update_seconds", clock.updateSeconds());
    metrics.put("step_seconds", clock.stepSeconds());
    metrics.put("rollout_tokens_per_second", batches.completionTokens() / clock.rolloutSeconds());
    metrics.put("train_tokens_per_second", batches.tokens() / clock.updateSeconds());
    metrics.put("memory_bytes", ProcessMemory.residentBytes());
  }

  static String summary(Map<String, Object> metrics) {
    return "reward %.3f  KL %.4f  %.0f tokens/s"
        .formatted(
            MetricValue.of(metrics, "reward_mean"),
            MetricValue.of(metrics, "kl_sequence_mean"),
            MetricValue.of(metrics, "tokens") / MetricValue.of(metrics, "step_seconds"));
  }
}
