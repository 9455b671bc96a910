package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.correction.Corrected;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.util.Optional;
import java.util.function.Function;

/**
 * One suite before and after.
 *
 * @param info the suite
 * @param row how its prompts changed
 * @param errors the deciding judge's errors; empty when they were not measured, or a verifier
 *     decides
 */
public record SuiteComparison(SuiteInfo info, ChangeRow row, Optional<MeasuredErrors> errors) {

  /** Compares with the judges' errors that ship with Belay. */
  public static SuiteComparison of(SuiteResult before, SuiteResult after, double confidence) {
    return of(before, after, confidence, MeasuredErrors::shipped);
  }

  /**
   * Compares two results of one suite, prompt by prompt.
   *
   * @param confidence of the intervals, two-sided
   * @param errors of a judge, by its name and version
   * @throws BadInputException when they are not of the same suite, judges and prompts
   */
  public static SuiteComparison of(
      SuiteResult before,
      SuiteResult after,
      double confidence,
      Function<String, Optional<MeasuredErrors>> errors) {
    return of(PairedSuite.of(before, after), confidence, errors);
  }

  static SuiteComparison of(
      PairedSuite pairs, double confidence, Function<String, Optional<MeasuredErrors>> errors) {
    SuiteInfo info = pairs.info();
    return new SuiteComparison(
        info,
        ChangeRow.of(info.name(), pairs, confidence),
        info.isCorrectable() ? errors.apply(pairs.judge()) : Optional.empty());
  }

  /** Prompts compared, the undecided included. */
  public long prompts() {
    return row.asked();
  }

  /** What changed. */
  public SuiteChange change() {
    return row.change();
  }

  SuiteComparison withHolm(double p) {
    return new SuiteComparison(info, row.withHolm(p), errors);
  }

  /** The change without the judge's errors; empty where they are unknown or tell nothing. */
  public Optional<Corrected> correctedChange() {
    return change() instanceof SuiteChange.Measured measured
        ? errors.flatMap(known -> known.change(measured.change(), measured.interval()))
        : Optional.empty();
  }

  /** The rate before or after without the judge's errors. */
  Optional<Corrected> correctedRate(boolean after) {
    return change() instanceof SuiteChange.Measured measured
        ? errors.flatMap(
            known ->
                known.rate(
                    after ? measured.after() : measured.before(),
                    measured.effective(),
                    measured.interval().confidence()))
        : Optional.empty();
  }
}
