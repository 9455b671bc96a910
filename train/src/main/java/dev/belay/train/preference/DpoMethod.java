package dev.belay.train.preference;

import dev.belay.core.model.TokenPair;
import dev.belay.core.objective.PreferenceStatistics;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.run.ProcessMemory;
import dev.belay.core.run.Stateful;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.StepReport;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import java.util.List;
import java.util.Locale;

/**
 * Direct preference optimisation: the policy's log-ratio to the reference is to be larger for the
 * chosen completion of a pair than for the rejected one.
 */
public final class DpoMethod implements TrainingMethod {

  private final Policy policy;
  private final Reference reference;
  private final EpochOrder<TokenPair> order;
  private final int batchSize;
  private final long steps;
  private final DpoSettings settings;

  /**
   * DPO on pairs.
   *
   * @param reference the model before training
   * @param order of the pairs; the last batch of a pass takes from the next
   * @param batchSize pairs of a step
   */
  public DpoMethod(
      Policy policy,
      Reference reference,
      EpochOrder<TokenPair> order,
      int batchSize,
      long steps,
      DpoSettings settings) {
    this.policy = policy;
    this.reference = reference;
    this.order = order;
    this.batchSize = batchSize;
    this.steps = steps;
    this.settings = settings;
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
    try (PairStep pairs = PairStep.of(order.ofStep(step, batchSize), reference, settings)) {
      Policy.UpdateResult update = policy.update(pairs.batches(), pairs.objective(), step);
      PreferenceStatistics statistics = pairs.objective().statistics(update.scores());
      double seconds = (System.nanoTime() - start) / 1e9;
      StepReport.Builder report = StepReport.of(step).put("loss", update.loss());
      PairMetrics.of(statistics).forEach(report::put);
      return report
          .put("entropy", TokenScores.mean(update.scores().entropies()))
          .put("grad_norm", update.gradNorm())
          .put("learning_rate", update.learningRate())
          .put("completion_tokens", pairs.batches().completionTokens())
          .put("tokens", pairs.batches().tokens())
          .put("step_seconds", seconds)
          .put("tokens_per_second", pairs.batches().tokens() / seconds)
          .put("memory_bytes", ProcessMemory.residentBytes())
          .build();
    }
  }

  @Override
  public String summary(StepReport report) {
    double accuracy = report.value("reward_accuracy");
    return String.format(
        Locale.ROOT,
        "loss %.3f  margin %.3f  right %s  %.0f tokens/s",
        report.value("loss"),
        report.value("reward_margin"),
        Double.isNaN(accuracy) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * accuracy),
        report.value("tokens_per_second"));
  }
}
