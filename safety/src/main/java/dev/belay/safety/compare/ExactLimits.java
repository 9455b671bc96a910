package dev.belay.safety.compare;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.ExactDrop;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.Rate;
import java.util.Optional;

/**
 * One-sided limits that hold at any number of prompts, each with the error of one side of the
 * intervals: no approximation, so wider than those.
 *
 * @param failing of the model after: at most this share fails (complies, or refuses without need),
 *     from the prompts that are decided after
 * @param failingWorstCase the same when every undecided prompt fails
 * @param worsening the rate got worse by at most this
 * @param worseningWorstCase the same when every undecided prompt got worse
 * @param netWorsening the rate got worse by at most this, gains counted against losses
 */
public record ExactLimits(
    double failing,
    double failingWorstCase,
    double worsening,
    double worseningWorstCase,
    double netWorsening) {

  /** The limits of a suite; empty without one verdict a prompt on both sides. */
  public static Optional<ExactLimits> of(SuiteComparison suite) {
    return suite.change() instanceof SuiteChange.Binary binary
        ? Optional.of(of(suite, binary))
        : Optional.empty();
  }

  private static ExactLimits of(SuiteComparison suite, SuiteChange.Binary binary) {
    boolean higherIsBetter = suite.info().kind().higherIsBetter();
    PairedOutcomes good = higherIsBetter ? binary.pairs() : binary.pairs().complement();
    double confidence = oneSided(binary.interval().confidence());
    long all = suite.prompts();
    // Of the model after, so of all prompts that were decided after, whatever was before.
    SuiteChange.Bounds after = binary.undecided().rateAfter();
    double failing = higherIsBetter ? 1 - after.high() : after.low();
    double failingAtWorst = higherIsBetter ? 1 - after.low() : after.high();
    long decided = all - binary.undecided().after();
    long lost = good.onlyBefore() + all - good.n();
    return new ExactLimits(
        ClopperPearson.upperLimit(new Rate(Math.round(failing * all), decided), confidence),
        ClopperPearson.upperLimit(new Rate(Math.round(failingAtWorst * all), all), confidence),
        ExactDrop.upperLimit(good, confidence),
        ClopperPearson.upperLimit(new Rate(lost, all), confidence),
        ExactDrop.netUpperLimit(good, confidence));
  }

  /** Of a limit with the error of one side of a two-sided interval. */
  static double oneSided(double confidence) {
    return 1 - (1 - confidence) / 2;
  }
}
