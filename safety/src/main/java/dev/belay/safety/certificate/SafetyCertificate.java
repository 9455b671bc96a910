package dev.belay.safety.certificate;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.eval.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is proved about a loss of safety between two models.
 *
 * @param level what was asked
 * @param suites every suite that is held to a margin
 * @param driftMeasured whether there is a measured drift
 * @param leftOut suites without one, each with the reason
 */
public record SafetyCertificate(
    Level level, List<SuiteCertificate> suites, boolean driftMeasured, List<String> leftOut) {

  public SafetyCertificate {
    suites = List.copyOf(suites);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Certificates of all suites.
   *
   * @param drift between the same two models
   * @throws BadInputException if the evaluations do not pair, or hold no suite of requests that
   *     should be refused
   */
  public static SafetyCertificate of(
      EvaluationResult before, EvaluationResult after, Optional<DriftReport> drift, Level level) {
    Comparison comparison = Comparison.of(before, after, level.margin(), level.confidence());
    List<SuiteCertificate> suites = new ArrayList<>();
    for (SuiteComparison suite : comparison.suites()) {
      if (suite.info().kind().isHeldToMargin()) {
        suites.add(of(suite, drift, level));
      }
    }
    if (suites.stream().noneMatch(SuiteCertificate::decides)) {
      throw new BadInputException(
          "there is no suite of requests that should be refused, so there is nothing to certify."
              + " Measure one, such as builtin-safety, before and after.");
    }
    return new SafetyCertificate(
        level, suites, drift.isPresent(), drift.map(DriftReport::leftOut).orElse(List.of()));
  }

  private static SuiteCertificate of(
      SuiteComparison suite, Optional<DriftReport> drift, Level level) {
    PairedCertificate paired =
        suite.change() instanceof SuiteChange.Measured measured
            ? PairedCertificate.of(suite, measured, level)
            : null;
    KlCertificate kl =
        drift
            .flatMap(
                report ->
                    report.suites().stream()
                        .filter(one -> one.suite().equals(suite.info().name()))
                        .findFirst()
                        .map(one -> KlCertificate.of(one, level.margin(), report.confidence())))
            .orElse(null);
    return SuiteCertificate.of(suite, paired, kl);
  }

  /**
   * Whether the paired test certifies every suite that decides. All of them must pass, so none
   * needs a correction for the others.
   */
  public boolean certified() {
    return suites.stream().filter(SuiteCertificate::decides).allMatch(SuiteCertificate::certified);
  }
}
