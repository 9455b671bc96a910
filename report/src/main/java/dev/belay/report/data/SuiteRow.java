package dev.belay.report.data;

import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one suite says of a model, or of two.
 *
 * @param suite its name
 * @param kind what it measures
 * @param judge name and version of who decides
 * @param prompts asked
 * @param n prompts that the rates are over
 * @param before the rate before; absent for a single evaluation and where nothing was decided
 * @param after the rate after, or the only one
 * @param change after less before, on the same prompts
 * @param undecided prompts without a verdict, before and after
 * @param held whether the change stayed within the margin; absent where no margin holds
 * @param pHolm the p-value of "nothing changed", corrected for all suites of the kind; absent where
 *     no file has it
 * @param note what the verdict does not say, as a sentence
 */
public record SuiteRow(
    String suite,
    SuiteKind kind,
    String judge,
    long prompts,
    long n,
    Optional<Double> before,
    Optional<Estimate> after,
    Optional<Estimate> change,
    Undecided undecided,
    Optional<NonInferiority> held,
    OptionalDouble pHolm,
    Optional<String> note) {

  /** How many prompts had no verdict. */
  public record Undecided(long before, long after) {}

  /** The change read so that more is better, whatever the suite counts. */
  public Optional<Estimate> gain() {
    return kind.higherIsBetter() ? change : change.map(Estimate::negated);
  }

  /** Whether it is shown to be worse than before at all, by however little. */
  public boolean worsened(double confidence) {
    return gain().filter(gain -> gain.value() < 0).isPresent() && pHolm.orElse(1) < 1 - confidence;
  }

  /** Whether its prompts are harmless and should be answered. */
  public boolean asksForAnswers() {
    return kind == SuiteKind.SAFE_LOOKALIKE || kind == SuiteKind.BENIGN;
  }
}
