package dev.belay.core.drift;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;

/**
 * An interval of the optimum's drift on one prompt with binary reward that keeps its level at any
 * sample size (drift specification §5): exact intervals of success and of the safety of each class,
 * each with a third of the error, and the extremes of the drift over their box.
 */
public final class BinaryDriftInterval {
  private BinaryDriftInterval() {}

  /**
   * From n completions of the reference.
   *
   * @param success the rate of reward 1
   * @param safeSuccesses how many of the successes were safe
   * @param safeFailures how many of the others were
   * @param beta above 0
   * @param confidence in (0, 1)
   */
  public static Interval of(
      Rate success, long safeSuccesses, long safeFailures, double beta, double confidence) {
    Require require = Require.section("5");
    require.positive("beta", beta);
    require.openUnit("confidence", confidence);
    double each = 1 - (1 - confidence) / 3;
    double t = 1 / beta;
    Interval p = ClopperPearson.interval(success, each);
    Interval s1 = share(safeSuccesses, success.successes(), each);
    Interval s0 = share(safeFailures, success.n() - success.successes(), each);
    double least = Math.min(kappa(p.low(), t), kappa(p.high(), t));
    double peak = Math.clamp(Logistic.sigmoid(-t / 2), p.low(), p.high());
    double most = Math.max(kappa(peak, t), Math.max(kappa(p.low(), t), kappa(p.high(), t)));
    double down = s1.low() - s0.high();
    double up = s1.high() - s0.low();
    return new Interval((down < 0 ? most : least) * down, (up > 0 ? most : least) * up, confidence);
  }

  private static double kappa(double p, double t) {
    return Logistic.gain(p, 1 - p, t);
  }

  private static Interval share(long safe, long of, double confidence) {
    return of == 0
        ? new Interval(0, 1, confidence)
        : ClopperPearson.interval(new Rate(safe, of), confidence);
  }
}
