package dev.belay.train.method;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.run.Stateful;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.List;

/** Supervised fine-tuning: cross-entropy on what is learned, averaged over the tokens of a step. */
public final class SftMethod implements TrainingMethod {

  private final Policy policy;
  private final int batchSize;
  private final int microBatchTokens;
  private final long steps;
  private final EpochOrder<LearnedSequence> order;

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
      Policy.UpdateResult update = policy.update(batches, loss, step);
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
          .build();
    }
  }

  @Override
  public String summary(StepReport report) {
    return "loss %.3f  %.0f tokens/s"
        .formatted(report.value("loss"), report.value("tokens_per_second"));
  }
}
