package dev.belay.train.preference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.model.TokenPair;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PreferenceFit;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a reward model on pairs that it is not trained on: accuracy with its 95 % interval
 * (Wilson), and whether it is right as often as it claims. The last measurement is kept as a file.
 */
public final class HeldOutRewards implements StepObserver {

  private static final String PREFIX = "held_out_";

  private final Policy model;
  private final List<TokenPair> pairs;
  private final int microBatchTokens;
  private final int everySteps;
  private final Path file;

  /**
   * Pairs to measure.
   *
   * @param pairs at least one
   * @param everySteps how often; the last step is measured too
   * @param file gets the last measurement
   */
  public HeldOutRewards(
      Policy model, List<TokenPair> pairs, int microBatchTokens, int everySteps, Path file) {
    this.model = model;
    this.pairs = List.copyOf(pairs);
    this.microBatchTokens = microBatchTokens;
    this.everySteps = everySteps;
    this.file = file;
  }

  @Override
  public Decision after(StepReport report) {
    return isDue(report) ? new Decision(false, measured(report.step())) : Decision.GO_ON;
  }

  @Override
  public Map<String, Double> last(StepReport report) {
    return isDue(report) ? Map.of() : measured(report.step());
  }

  private boolean isDue(StepReport report) {
    return report.step() % everySteps == 0;
  }

  private Map<String, Double> measured(long step) {
    try (StepBatches batches = RewardPairs.packed(pairs, microBatchTokens)) {
      PreferenceFit fit = PreferenceFit.of(RewardPairs.leads(model.score(batches)));
      AtomicFiles.write(file, Json.pretty(json(step, fit)) + "\n");
      return measured(fit);
    }
  }

  private static Map<String, Double> measured(PreferenceFit fit) {
    Map<String, Double> measured = new LinkedHashMap<>();
    if (fit.hasAccuracy()) {
      Interval interval = fit.accuracy().wilson(Interval.DEFAULT_CONFIDENCE);
      measured.put(PREFIX + "reward_accuracy", fit.accuracy().value());
      measured.put(PREFIX + "accuracy_low", interval.low());
      measured.put(PREFIX + "accuracy_high", interval.high());
    }
    measured.put(PREFIX + "pairs", (double) fit.pairs());
    measured.put(PREFIX + "pairs_tied", (double) fit.ties());
    measured.put(PREFIX + "reward_lead", fit.meanLead());
    measured.put(PREFIX + "log_loss", fit.logLoss());
    measured.put(PREFIX + "brier", fit.brier());
    measured.put(PREFIX + "calibration_error", fit.calibrationError());
    return measured;
  }

  private static ObjectNode json(long step, PreferenceFit fit) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("step", step);
    measured(fit).forEach((name, value) -> node.put(name, value));
    for (PreferenceFit.Bin bin : fit.bins()) {
      node.withArray("calibration")
          .addObject()
          .put("pairs", bin.pairs())
          .put("claimed", bin.claimed())
          .put("right", bin.right());
    }
    return node;
  }
}
