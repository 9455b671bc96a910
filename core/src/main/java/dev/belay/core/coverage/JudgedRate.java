package dev.belay.core.coverage;

import static dev.belay.core.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The true rate behind verdicts of a judge that errs, whose error rates were measured in an audit
 * that is drawn anew each time.
 *
 * @param n completions judged
 * @param audited true positives in the audit, and as many true negatives
 * @param errors the judge's true error rates
 * @param rate the true rate
 */
record JudgedRate(int n, int audited, JudgeErrors errors, double rate) implements Experiment {

  @Override
  public String study() {
    return "Rate corrected for the judge's errors";
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
        "rate",
        rate);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("corrected, with the audit's error", CONFIDENCE),
        Claim.coverage("corrected, audit taken as exact (not used)", CONFIDENCE),
        Claim.coverage("uncorrected Wilson", CONFIDENCE));
  }

  @Override
  public void run(SplittableRandom random, long[] hits) {
    double positive = rate * errors.sensitivity() + (1 - rate) * (1 - errors.specificity());
    Rate observed = new Rate(Draws.binomial(random, n, positive), n);
    Rate se = new Rate(Draws.binomial(random, audited, errors.sensitivity()), audited);
    Rate sp = new Rate(Draws.binomial(random, audited, errors.specificity()), audited);
    hits[0] += JudgeErrors.correctedInterval(observed, se, sp, CONFIDENCE).contains(rate) ? 1 : 0;
    var known = new JudgeErrors(se.value(), sp.value());
    hits[1] += known.corrected(observed.wilson(CONFIDENCE)).contains(rate) ? 1 : 0;
    hits[2] += observed.wilson(CONFIDENCE).contains(rate) ? 1 : 0;
  }
}
