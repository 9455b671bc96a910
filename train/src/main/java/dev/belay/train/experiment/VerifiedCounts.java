package dev.belay.train.experiment;

import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How many sampled completions were accepted, problem by problem. */
final class VerifiedCounts {

  private final int samples;
  private final List<Double> accepted = new ArrayList<>();
  private int ofProblem;
  private long decided;
  private long decidedOfProblem;
  private long completions;
  private long undecided;
  private long cutOff;
  private int solved;

  /**
   * Counts of nothing yet.
   *
   * @param samples completions of each problem, which come one after the other
   */
  VerifiedCounts(int samples) {
    this.samples = samples;
  }

  /** Takes in the next completion. */
  void add(String state, boolean wasCutOff) {
    boolean correct = state.equals("correct");
    boolean known = correct || state.equals("incorrect");
    ofProblem += correct ? 1 : 0;
    decidedOfProblem += known ? 1 : 0;
    undecided += known ? 0 : 1;
    cutOff += wasCutOff ? 1 : 0;
    if (++completions % samples == 0) {
      if (decidedOfProblem > 0) {
        accepted.add((double) ofProblem / decidedOfProblem);
        decided += decidedOfProblem;
      }
      solved += ofProblem > 0 ? 1 : 0;
      ofProblem = 0;
      decidedOfProblem = 0;
    }
  }

  /** Share of the completions that were cut off. */
  double cutOffShare() {
    return (double) cutOff / completions;
  }

  /** What was accepted, with its interval over problems. */
  String sentence(int kept) {
    String rate = "nothing was decided";
    if (!accepted.isEmpty()) {
      ClusteredRate clustered =
          ClusteredRate.of(accepted.stream().mapToDouble(Double::doubleValue).toArray(), decided);
      Interval interval = clustered.interval(Interval.DEFAULT_CONFIDENCE);
      rate =
          String.format(
              Locale.ROOT,
              "%.1f %% [%.1f, %.1f] accepted",
              100 * clustered.rate(),
              100 * interval.low(),
              100 * interval.high());
    }
    return "verified completions: %d of %d problems have one; of %d completions %s, %d undecided; %d are learned"
        .formatted(solved, completions / samples, completions, rate, undecided, kept);
  }
}
