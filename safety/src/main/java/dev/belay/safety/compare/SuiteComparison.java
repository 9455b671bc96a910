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
 * @param prompts prompts compared, the undecided included
 * @param change what changed
 * @param errors the deciding judge's errors; empty when they were not measured, or a verifier
 *     decides
 */
public record SuiteComparison(
    SuiteInfo info, long prompts, SuiteChange change, Optional<MeasuredErrors> errors) {

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
    PairedSuite pairs = PairedSuite.of(before, after);
    SuiteInfo info = pairs.info();
    return new SuiteComparison(
        info,
        pairs.prompts().size(),
        pairs.change(confidence),
        info.isCorrectable() ? errors.apply(info.judges().getFirst()) : Optional.empty());
  }

  /** The change without the judge's errors; empty where they are unknown or tell nothing. */
  public Optional<Corrected> correctedChange() {
    return change instanceof SuiteChange.Measured measured
        ? errors.flatMap(known -> known.change(measured.change(), measured.interval()))
        : Optional.empty();
  }

  /** The rate before or after without the judge's errors. */
  Optional<Corrected> correctedRate(boolean after) {
    return change instanceof SuiteChange.Measured measured
        ? errors.flatMap(
            known ->
                known.rate(
                    after ? measured.after() : measured.before(),
                    measured.effective(),
                    measured.interval().confidence()))
        : Optional.empty();
  }
}
