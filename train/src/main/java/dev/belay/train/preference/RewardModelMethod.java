package dev.belay.train.preference;

import dev.belay.core.model.TokenPair;
import dev.belay.core.objective.BradleyTerryLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.run.Stateful;
import dev.belay.core.stats.PreferenceFit;
import dev.belay.train.method.StepReport;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A reward model on preferences: the reward of the chosen completion of a pair is to be larger than
 * that of the rejected one ({@link BradleyTerryLoss}).
 */
public final class RewardModelMethod implements TrainingMethod {

  private final Policy model;
  private final EpochOrder<TokenPair> order;
  private final RewardModelSpec spec;
  private final long steps;

  /**
   * A reward model on pairs.
   *
   * @param model has a scalar head
   * @param order of the pairs; the last batch of a pass takes from the next
   */
  public RewardModelMethod(
      Policy model, EpochOrder<TokenPair> order, RewardModelSpec spec, long steps) {
    this.model = model;
    this.order = order;
    this.spec = spec;
    this.steps = steps;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public List<Stateful> state() {
    return List.of(model);
  }

  @Override
  public StepReport step(long step) {
    long start = System.nanoTime();
    List<TokenPair> pairs = order.ofStep(step, spec.batchSize());
    try (StepBatches batches = RewardPairs.packed(pairs, spec.budget().microBatchTokens())) {
      BradleyTerryLoss loss = new BradleyTerryLoss(pairs.size(), spec.margin(), spec.centre());
      Policy.UpdateResult update = model.update(batches, loss, step);
      PreferenceFit fit = PreferenceFit.of(RewardPairs.leads(update.scores()));
      double[] rewards = Objects.requireNonNull(update.scores().values());
      double seconds = (System.nanoTime() - start) / 1e9;
      StepReport.Builder report = StepReport.of(step).put("loss", update.loss());
      if (fit.hasAccuracy()) {
        report.put("reward_accuracy", fit.accuracy().value());
      }
      return report
          .put("reward_lead", fit.meanLead())
          .put("pairs_tied", fit.ties())
          .put("reward_mean", TokenScores.mean(rewards))
          .put("grad_norm", update.gradNorm())
          .put("learning_rate", update.learningRate())
          .put("tokens", batches.tokens())
          .put("step_seconds", seconds)
          .put("tokens_per_second", batches.tokens() / seconds)
          .build();
    }
  }

  @Override
  public String summary(StepReport report) {
    double accuracy = report.value("reward_accuracy");
    return String.format(
        Locale.ROOT,
        "loss %.3f  lead %.3f  right %s  %.0f tokens/s",
        report.value("loss"),
        report.value("reward_lead"),
        Double.isNaN(accuracy) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * accuracy),
        report.value("tokens_per_second"));
  }
}
