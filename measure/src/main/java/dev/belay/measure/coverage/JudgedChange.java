package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The true change of a rate behind verdicts of a judge that errs alike on both models.
 *
 * @param n prompts
 * @param truth the law of a true pair
 */
record JudgedChange(int n, AuditedJudge judge, PairedTruth truth) implements Experiment {

  @Override
  public String study() {
    return "Paired change corrected for the judge's errors";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.join(Settings.of("n", n), judge.setting(), truth.setting());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("corrected", CONFIDENCE), Claim.coverage("uncorrected Tango", CONFIDENCE));
  }

  @Override
  public long draws() {
    return 3L * n;
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    long[] counts = new long[4];
    for (int i = 0; i < n; i++) {
      int pair = truth.draw(random);
      counts[2 * judge.verdict(random, pair >> 1) + judge.verdict(random, pair & 1)]++;
    }
    PairedOutcomes pairs = new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]);
    AuditedJudge.Audit audit = judge.audit(random);
    Interval tango = TangoInterval.interval(pairs, CONFIDENCE);
    Interval corrected =
        JudgeErrors.correctedChange(
            pairs.change(), tango, audit.sensitivity(), audit.specificity());
    double change = -truth.drop();
    return new boolean[] {corrected.contains(change), tango.contains(change)};
  }
}
