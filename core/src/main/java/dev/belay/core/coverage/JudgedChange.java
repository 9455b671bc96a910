package dev.belay.core.coverage;

import static dev.belay.core.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.Rate;
import dev.belay.core.stats.TangoInterval;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The true change of a rate behind verdicts of a judge that errs alike on both models.
 *
 * @param n prompts
 * @param audited true positives in the audit, and as many true negatives
 * @param errors the judge's true error rates
 * @param truth the law of a true pair
 */
record JudgedChange(int n, int audited, JudgeErrors errors, PairedTruth truth)
    implements Experiment {

  @Override
  public String study() {
    return "Paired change corrected for the judge's errors";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of(
        "n",
        n,
        "audited",
        audited,
        "sensitivity",
        errors.sensitivity(),
        "specificity",
        errors.specificity(),
        "before",
        truth.before(),
        "discordant",
        truth.discordant(),
        "drop",
        truth.drop());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("corrected", CONFIDENCE), Claim.coverage("uncorrected Tango", CONFIDENCE));
  }

  @Override
  public void run(SplittableRandom random, long[] hits) {
    long[] counts = new long[4];
    for (int i = 0; i < n; i++) {
      int pair = truth.draw(random);
      counts[2 * judged(random, pair >> 1) + judged(random, pair & 1)]++;
    }
    PairedOutcomes pairs = new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]);
    Rate se = new Rate(Draws.binomial(random, audited, errors.sensitivity()), audited);
    Rate sp = new Rate(Draws.binomial(random, audited, errors.specificity()), audited);
    Interval tango = TangoInterval.interval(pairs, CONFIDENCE);
    Interval corrected = JudgeErrors.correctedChange(pairs.change(), tango, se, sp);
    hits[0] += corrected.contains(-truth.drop()) ? 1 : 0;
    hits[1] += tango.contains(-truth.drop()) ? 1 : 0;
  }

  private int judged(SplittableRandom random, int positive) {
    return Draws.bernoulli(random, positive == 1 ? errors.sensitivity() : 1 - errors.specificity());
  }
}
