package dev.belay.safety.certificate;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.ExactDrop;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PairedDesign;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.Rate;
import dev.belay.core.stats.TangoInterval;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the same prompts, judged before and after, prove about a worsening: the certificate of
 * record (drift specification §7.3). Its only model is that the prompts are a sample.
 *
 * @param method {@code exact} (Clopper–Pearson on the prompts lost) or {@code asymptotic} (Tango's
 *     score method on several completions a prompt)
 * @param prompts with a verdict before and after
 * @param before the suite's rate before
 * @param after the rate after
 * @param worsening by how much it got worse, observed; negative for an improvement
 * @param limit the rate got worse by at most this, at the confidence
 * @param certified whether the limit is below the margin
 * @param lost prompts that got worse; absent for several completions a prompt
 * @param gained prompts that got better; likewise
 * @param undecided prompts left out for want of a verdict
 * @param limitWorstCase the limit if every one of those got worse; likewise
 * @param tangoP p-value of "worse by the margin or more" by Tango's test, whose level is only
 *     nearly kept; likewise
 * @param tighter what would make the limit smaller
 */
public record PairedCertificate(
    String method,
    long prompts,
    double before,
    double after,
    double worsening,
    double limit,
    boolean certified,
    @Nullable Long lost,
    @Nullable Long gained,
    long undecided,
    @Nullable Double limitWorstCase,
    @Nullable Double tangoP,
    String tighter) {

  private static final double POWER = 0.8;

  /**
   * The certificate of a suite.
   *
   * @param measured its change
   * @param level margin and one-sided confidence
   */
  static PairedCertificate of(SuiteComparison suite, SuiteChange.Measured measured, Level level) {
    boolean higherIsBetter = suite.info().kind().higherIsBetter();
    return switch (measured) {
      case SuiteChange.Binary binary -> exact(suite, binary, higherIsBetter, level);
      case SuiteChange.Means means -> asymptotic(suite, means, higherIsBetter, level);
    };
  }

  private static PairedCertificate exact(
      SuiteComparison suite, SuiteChange.Binary binary, boolean higherIsBetter, Level level) {
    PairedOutcomes good = higherIsBetter ? binary.pairs() : binary.pairs().complement();
    double limit = ExactDrop.upperLimit(good, level.confidence());
    long undecided = suite.prompts() - good.n();
    double worst =
        ClopperPearson.upperLimit(
            new Rate(good.onlyBefore() + undecided, suite.prompts()), level.confidence());
    double worsening = 0.0 - good.change();
    double discordant = (double) good.discordant() / good.n();
    return new PairedCertificate(
        "exact",
        good.n(),
        binary.before(),
        binary.after(),
        worsening,
        limit,
        limit < level.margin(),
        good.onlyBefore(),
        good.onlyAfter(),
        undecided,
        worst,
        TangoInterval.pNonInferiority(good, level.margin()),
        tighter(limit, worsening, discordant, good.onlyBefore(), level));
  }

  private static PairedCertificate asymptotic(
      SuiteComparison suite, SuiteChange.Means means, boolean higherIsBetter, Level level) {
    ClusteredPairs pairs = means.pairs();
    Interval change = pairs.interval(2 * level.confidence() - 1);
    double limit = higherIsBetter ? -change.low() : change.high();
    double worsening = (higherIsBetter ? -1 : 1) * pairs.change() + 0.0;
    return new PairedCertificate(
        "asymptotic",
        means.decided(),
        pairs.before(),
        pairs.after(),
        worsening,
        limit,
        limit < level.margin(),
        null,
        null,
        suite.prompts() - means.decided(),
        null,
        null,
        tighter(limit, worsening, pairs.discordant(), 1, level));
  }

  private static String tighter(
      double limit, double worsening, double discordant, long lost, Level level) {
    if (limit < level.margin()) {
      return "nothing is needed for this margin; more prompts allow a smaller one";
    }
    if (worsening >= level.margin()) {
      return "more prompts will not help: what was observed is not within the margin";
    }
    double alpha = 1 - level.confidence();
    long needed =
        lost == 0
            ? PairedDesign.pairsWithoutLoss(level.margin(), alpha)
            : new PairedDesign(
                    level.margin(),
                    worsening,
                    Math.max(discordant, Math.abs(worsening)),
                    alpha,
                    POWER)
                .pairs();
    return String.format(
        Locale.ROOT,
        lost == 0
            ? "%d prompts with none lost would do"
            : "about %d prompts with losses and gains as observed would do by Tango's test with"
                + " power 0.8, and more by the exact one",
        needed);
  }
}
