package dev.belay.train.method;

import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Supervised fine-tuning: cross-entropy on completion tokens, averaged over those of a step. */
public final class SftMethod implements TrainingMethod {

  private final Policy policy;
  private final List<TokenSequence> demonstrations;
  private final int batchSize;
  private final int microBatchTokens;
  private final long steps;
  private final EpochOrder order;

  /**
   * SFT on demonstrations.
   *
   * @param epochs passes over the demonstrations; the last batch of a pass takes from the next
   * @param microBatchTokens tokens of one forward and backward pass
   */
  public SftMethod(
      Policy policy,
      List<TokenSequence> demonstrations,
      int batchSize,
      double epochs,
      int microBatchTokens,
      long seed) {
    this.policy = policy;
    this.demonstrations = List.copyOf(demonstrations);
    this.batchSize = batchSize;
    this.microBatchTokens = microBatchTokens;
    this.steps = stepsFor(demonstrations.size(), batchSize, epochs);
    this.order = new EpochOrder(demonstrations.size(), seed);
  }

  /** Optimizer steps for so many passes over so many demonstrations; at least one. */
  public static long stepsFor(int demonstrations, int batchSize, double epochs) {
    return Math.max(1, Math.round(Math.ceil(demonstrations * epochs / batchSize)));
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public Map<String, Object> step(long step) {
    long start = System.nanoTime();
    try (StepBatches batches = new StepBatches(ofStep(step), microBatchTokens)) {
      Policy.UpdateResult update =
          policy.update(batches, new SftLoss(batches.completionTokens()), step);
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Object> metrics = new LinkedHashMap<>();
      metrics.put("step", step);
      metrics.put("loss", update.loss());
      metrics.put("entropy", TokenScores.mean(update.scores().entropies()));
      metrics.put("grad_norm", update.gradNorm());
      metrics.put("learning_rate", update.learningRate());
      metrics.put("completion_tokens", batches.completionTokens());
      metrics.put("tokens", batches.tokens());
      metrics.put("step_seconds", seconds);
      metrics.put("tokens_per_second", batches.tokens() / seconds);
      return metrics;
    }
  }

  private List<TokenSequence> ofStep(long step) {
    List<TokenSequence> chosen = new ArrayList<>(batchSize);
    for (int index : order.ofStep(step, batchSize)) {
      chosen.add(demonstrations.get(index));
    }
    return chosen;
  }

  @Override
  public String summary(Map<String, Object> metrics) {
    return "loss %.3f  %.0f tokens/s"
        .formatted(MetricValue.of(metrics, "loss"), MetricValue.of(metrics, "tokens_per_second"));
  }
}
