package dev.belay.safety.compare;

import dev.belay.core.stats.McNemarExact;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a part of the prompts changed: a suite, a category, or what one attack or one benchmark asks.
 *
 * @param name of the part
 * @param suites of how many suites it is
 * @param asked prompts, the undecided included, a request counted as often as it was asked
 * @param requests distinct ones of those; what the rates are over, less the undecided
 * @param change what changed
 * @param holm the p-value of "nothing changed", corrected for all rows of the family; empty in a
 *     row with too few
 */
public record ChangeRow(
    String name, int suites, long asked, long requests, SuiteChange change, OptionalDouble holm) {

  /** A suite or a category of it: its prompts stand for themselves. */
  static ChangeRow of(String name, PairedSuite suite, double confidence) {
    long prompts = suite.prompts().size();
    return new ChangeRow(
        name, 1, prompts, prompts, suite.change(confidence), OptionalDouble.empty());
  }

  /** Prompts of several suites, each distinct request once. */
  static ChangeRow of(String name, int suites, RequestPool pool, double confidence) {
    return new ChangeRow(
        name,
        suites,
        pool.asked(),
        pool.requests().size(),
        pool.change(confidence),
        OptionalDouble.empty());
  }

  /**
   * The change, where there are enough decided prompts to tell anything by: with fewer, the exact
   * tests could not reject even if all had changed the same way. That depends on their number
   * alone, so leaving such rows out of the tests makes no test more likely to err.
   */
  public Optional<SuiteChange.Measured> told() {
    return change instanceof SuiteChange.Measured measured
            && measured.decided() >= McNemarExact.fewestPairs(1 - measured.interval().confidence())
        ? Optional.of(measured)
        : Optional.empty();
  }

  ChangeRow withHolm(double p) {
    return new ChangeRow(name, suites, asked, requests, change, OptionalDouble.of(p));
  }
}
