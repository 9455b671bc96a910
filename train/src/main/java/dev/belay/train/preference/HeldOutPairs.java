package dev.belay.train.preference;

import dev.belay.core.model.TokenPair;
import dev.belay.core.objective.PreferenceStatistics;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures pairs that are not trained on: loss, margin and accuracy of the implicit reward, the
 * latter with its 95 % interval (Wilson) over the pairs that are not tied.
 */
public final class HeldOutPairs implements StepObserver {

  private static final String PREFIX = "held_out_";

  private final Policy policy;
  private final PairStep pairs;
  private final int everySteps;

  /**
   * Pairs to measure; the reference is asked about them once, now.
   *
   * @param pairs at least one
   * @param everySteps how often; the last step is measured too
   */
  public HeldOutPairs(
      Policy policy,
      List<TokenPair> pairs,
      Reference reference,
      DpoSettings settings,
      int everySteps) {
    this.policy = policy;
    this.pairs = PairStep.of(pairs, reference, settings);
    this.everySteps = everySteps;
  }

  @Override
  public Decision after(StepReport report) {
    return isDue(report) ? new Decision(false, measured()) : Decision.GO_ON;
  }

  @Override
  public Map<String, Double> last(StepReport report) {
    return isDue(report) ? Map.of() : measured();
  }

  private boolean isDue(StepReport report) {
    return report.step() % everySteps == 0;
  }

  private Map<String, Double> measured() {
    TokenScores scores = policy.score(pairs.batches());
    Map<String, Double> measured = new LinkedHashMap<>();
    measured.put(PREFIX + "loss", loss(scores));
    PreferenceStatistics statistics = pairs.objective().statistics(scores);
    PairMetrics.of(statistics)
        .forEach((name, value) -> measured.put(PREFIX + name, value.doubleValue()));
    if (statistics.decided() > 0) {
      Interval interval =
          new Rate(statistics.right(), statistics.decided()).wilson(Interval.DEFAULT_CONFIDENCE);
      measured.put(PREFIX + "accuracy_low", interval.low());
      measured.put(PREFIX + "accuracy_high", interval.high());
    }
    return measured;
  }

  private double loss(TokenScores scores) {
    return pairs.objective().slopes(scores, 0, scores.size(), TokenSlopes.ofSize(scores.size()));
  }
}
