package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The true rate behind verdicts of a judge that errs.
 *
 * @param n completions judged
 * @param rate the true rate
 */
record JudgedRate(int n, AuditedJudge judge, double rate) implements Experiment {

  @Override
  public String study() {
    return "Rate corrected for the judge's errors";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.join(Settings.of("n", n), judge.setting(), Settings.of("rate", rate));
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("corrected, with the audit's error", CONFIDENCE),
        Claim.coverage("corrected, audit taken as exact (not used)", CONFIDENCE),
        Claim.coverage("uncorrected Wilson", CONFIDENCE));
  }

  @Override
  public long draws() {
    return n;
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    Rate observed = new Rate(Draws.binomial(random, n, judge.observedRate(rate)), n);
    AuditedJudge.Audit audit = judge.audit(random);
    Rate se = audit.sensitivity();
    Rate sp = audit.specificity();
    Interval wilson = observed.wilson(CONFIDENCE);
    return new boolean[] {
      JudgeErrors.correctedInterval(observed, se, sp, CONFIDENCE).contains(rate),
      new JudgeErrors(se.value(), sp.value()).corrected(wilson).contains(rate),
      wilson.contains(rate)
    };
  }
}
