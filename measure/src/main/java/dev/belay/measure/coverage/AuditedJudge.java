package dev.belay.measure.coverage;

import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.Rate;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A judge that errs, whose error rates are measured in an audit that is drawn anew each time.
 *
 * @param audited true positives in the audit, and as many true negatives
 * @param errors the judge's true error rates
 */
record AuditedJudge(int audited, JudgeErrors errors) {

  Map<String, Double> setting() {
    return Settings.of(
        "audited",
        audited,
        "sensitivity",
        errors.sensitivity(),
        "specificity",
        errors.specificity());
  }

  /** The share of yes among its verdicts, where the share {@code rate} is yes in truth. */
  double observedRate(double rate) {
    return rate * errors.sensitivity() + (1 - rate) * (1 - errors.specificity());
  }

  /** Its verdict on what is a yes (1) or a no (0) in truth. */
  int verdict(SplittableRandom random, int truth) {
    return Draws.bernoulli(random, observedRate(truth));
  }

  /** What an audit finds, the sensitivity first. */
  Audit audit(SplittableRandom random) {
    return new Audit(
        new Rate(Draws.binomial(random, audited, errors.sensitivity()), audited),
        new Rate(Draws.binomial(random, audited, errors.specificity()), audited));
  }

  /** Error rates as measured. */
  record Audit(Rate sensitivity, Rate specificity) {}
}
