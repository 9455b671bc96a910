package dev.belay.train.method;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.objective.ConstrainedSftLoss;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenWeights;
import dev.belay.core.run.ProcessMemory;
import dev.belay.core.run.Stateful;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Supervised fine-tuning: cross-entropy on what is learned, averaged over the tokens of a step. */
public final class SftMethod implements TrainingMethod {

  private final Policy policy;
  private final int batchSize;
  private final int microBatchTokens;
  private final long steps;
  private final EpochOrder<LearnedSequence> order;
  private @Nullable TokenWeights weights;
  private @Nullable StartLogProbs start;

  /**
   * SFT on demonstrations.
   *
   * @param epochs passes over the demonstrations; the last batch of a pass takes from the next
   * @param microBatchTokens tokens of one forward and backward pass
   */
  public SftMethod(
      Policy policy,
      List<LearnedSequence> demonstrations,
      int batchSize,
      double epochs,
      int microBatchTokens,
      long seed) {
    this.policy = policy;
    this.batchSize = batchSize;
    this.microBatchTokens = microBatchTokens;
    this.steps = stepsFor(demonstrations.size(), batchSize, epochs);
    this.order = new EpochOrder<>(demonstrations, seed);
  }

  /**
   * Keeps each learned token near the model before training, from the next step on.
   *
   * @param said what that model says of all demonstrations
   */
  public void weigh(TokenWeights by, StartLogProbs said) {
    weights = by;
    start = said;
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
  public List<Stateful> state() {
    return List.of(policy);
  }

  @Override
  public StepReport step(long step) {
    long start = System.nanoTime();
    List<LearnedSequence> learned = order.ofStep(step, batchSize);
    SftLoss loss = SftLoss.over(learned);
    List<GroupedSequence> sequences =
        GroupedSequence.byPrompt(learned.stream().map(LearnedSequence::tokens).toList());
    try (StepBatches batches = new StepBatches(sequences, microBatchTokens)) {
      ConstrainedSftLoss constrained = constrained(learned);
      Policy.UpdateResult update =
          policy.update(batches, constrained == null ? loss : constrained, step);
      double seconds = (System.nanoTime() - start) / 1e9;
      return StepReport.of(step)
          .put("loss", update.loss())
          .put("entropy", loss.mean(update.scores().entropies()))
          .put("grad_norm", update.gradNorm())
          .put("learning_rate", update.learningRate())
          .put("completion_tokens", batches.completionTokens())
          .put("learned_tokens", loss.tokens())
          .put("tokens", batches.tokens())
          .put("step_seconds", seconds)
          .put("tokens_per_second", batches.tokens() / seconds)
          .put("memory_bytes", ProcessMemory.residentBytes())
          .build()
          .with(constrained == null ? Map.of() : ofWeights(constrained, update.scores()));
    }
  }

  private @Nullable ConstrainedSftLoss constrained(List<LearnedSequence> learned) {
    return weights == null || start == null
        ? null
        : ConstrainedSftLoss.over(learned, weights, start.over(learned));
  }

  /** The loss is then another, so that the one which can be compared stands beside it. */
  private static Map<String, Double> ofWeights(ConstrainedSftLoss loss, TokenScores scores) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("cross_entropy", -loss.plain().mean(scores.logProbs()));
    metrics.put("token_weight_mean", loss.meanWeight(scores));
    return metrics;
  }

  @Override
  public String summary(StepReport report) {
    return "loss %.3f  %.0f tokens/s"
        .formatted(report.value("loss"), report.value("tokens_per_second"));
  }
}
