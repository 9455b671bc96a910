package dev.belay.measure.monitor;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import java.util.OptionalLong;

/**
 * What one detector, or the certificate, did in all runs of a scenario.
 *
 * @param scenario its name
 * @param method such as {@code spending}, or {@code certificate}
 * @param isError whether what is counted is an error: a false alarm, a false certificate
 * @param runs simulated
 * @param counted runs in which it sounded, or was given, while the scenario's truth was as said; of
 *     a drift, alarms before it began are not among them
 * @param early of a drift, alarms before it began
 * @param medianDraws median over all runs of the draws that it took, from the drift's beginning;
 *     empty where half of the runs never came to it
 */
record MonitorCell(
    String scenario,
    String method,
    boolean isError,
    int runs,
    int counted,
    int early,
    OptionalLong medianDraws) {

  double share() {
    return (double) counted / runs;
  }

  /** Of the share, exact. */
  Interval interval() {
    return ClopperPearson.interval(new Rate(counted, runs), Interval.DEFAULT_CONFIDENCE);
  }
}
