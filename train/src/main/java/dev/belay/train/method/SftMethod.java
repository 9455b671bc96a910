package dev.belay.train.method;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.Stateful;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.List;

/** Supervised fine-tuning: cross-entropy on completion tokens, averaged over those of a step. */
public final class SftMethod implements TrainingMethod {

  private final Policy policy;
  private final int batchSize;
  private final int microBatchTokens;
  private final long steps;
  private final EpochOrder<TokenSequence> order;

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
    this.batchSize = batchSize;
    this.microBatchTokens = microBatchTokens;
    this.steps = stepsFor(demonstrations.size(), batchSize, epochs);
    this.order = new EpochOrder<>(demonstrations, seed);
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
    List<GroupedSequence> sequences = GroupedSequence.byPrompt(order.ofStep(step, batchSize));
    try (StepBatches batches = new StepBatches(sequences, microBatchTokens)) {
      Policy.UpdateResult update =
          policy.update(batches, new SftLoss(batches.completionTokens()), step);
      double seconds = (System.nanoTime() - start) / 1e9;
      return StepReport.of(step)
          .put("loss", update.loss())
          .put("entropy", TokenScores.mean(update.scores().entropies()))
          .put("grad_norm", update.gradNorm())
          .put("learning_rate", update.learningRate())
          .put("completion_tokens", batches.completionTokens())
          .put("tokens", batches.tokens())
          .put("step_seconds", seconds)
          .put("tokens_per_second", batches.tokens() / seconds)
          .build();
    }
  }

  @Override
  public String summary(StepReport report) {
    return "loss %.3f  %.0f tokens/s"
        .formatted(report.value("loss"), report.value("tokens_per_second"));
  }
}
