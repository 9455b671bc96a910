package dev.belay.safety.hold;

import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.SuiteResult;
import java.util.OptionalDouble;

/**
 * What is left of a gain on a suite of tasks, paired on the same problems.
 *
 * @param gained the base against the tuned model
 * @param kept the base against the chosen weight
 * @param lost the tuned model against the chosen weight
 */
public record GainLeft(SuiteComparison gained, SuiteComparison kept, SuiteComparison lost) {

  /** Compares the three. */
  public static GainLeft of(
      SuiteResult base, SuiteResult tuned, SuiteResult chosen, double confidence) {
    return new GainLeft(
        SuiteComparison.of(base, tuned, confidence),
        SuiteComparison.of(base, chosen, confidence),
        SuiteComparison.of(tuned, chosen, confidence));
  }

  /** The suite's name. */
  public String suite() {
    return gained.info().name();
  }

  /**
   * The share of the gain that is left; empty where the interval of the gain reaches 0: a share of
   * what may be nothing is any number.
   */
  public OptionalDouble share() {
    return gained.change() instanceof SuiteChange.Measured all
            && kept.change() instanceof SuiteChange.Measured some
            && all.interval().low() > 0
        ? OptionalDouble.of(some.change() / all.change())
        : OptionalDouble.empty();
  }
}
