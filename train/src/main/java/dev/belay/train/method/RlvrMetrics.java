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

  static StepReport of(
      long step,
      Map<String, Number> ofRollouts,
      ScoredRollouts scored,
      RolloutUpdates.Done updates,
      StepClock clock) {
    StepReport.Builder metrics = StepReport.of(step);
    ofRollouts.forEach(metrics::put);
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
    putGap(metrics, batch.sampledLogProbs(), first.logProbs());
    metrics.put("loss", updates.last().loss());
    metrics.put("grad_norm", updates.last().gradNorm());
    metrics.put("learning_rate", updates.last().learningRate());
    metrics.put("completion_tokens", batch.tokens());
    metrics.put("tokens", scored.tokens());
    putSpeed(metrics, scored, clock);
    return metrics.build();
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

  private static void putSpeed(StepReport.Builder metrics, ScoredRollouts scored, StepClock clock) {
    metrics.put("rollout_seconds", clock.rolloutSeconds());
    metrics.put("scoring_seconds", clock.scoringSeconds());
    metrics.put("update_seconds", clock.updateSeconds());
    metrics.put("step_seconds", clock.stepSeconds());
    metrics.put("rollout_tokens_per_second", scored.batch().tokens() / clock.rolloutSeconds());
    metrics.put("train_tokens_per_second", scored.tokens() / clock.updateSeconds());
    metrics.put("memory_bytes", ProcessMemory.residentBytes());
  }

  static String summary(StepReport report) {
    return "reward %.3f  KL %.4f  %.0f tokens/s"
        .formatted(
            report.value("reward_mean"),
            report.value("kl_sequence_mean"),
            report.value("tokens") / report.value("step_seconds"));
  }
}
