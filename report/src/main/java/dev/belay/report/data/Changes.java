package dev.belay.report.data;

import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.Optional;

/**
 * The paired changes of all suites.
 *
 * @param margin the largest worsening that counts as held, a share
 * @param confidence of the intervals
 * @param safety whether refusal of harmful requests held on every suite; absent without such suites
 * @param suites in the order measured
 */
public record Changes(
    double margin, double confidence, Optional<NonInferiority> safety, List<SuiteRow> suites) {

  public Changes {
    suites = List.copyOf(suites);
  }

  /** The suites of one kind. */
  public List<SuiteRow> of(SuiteKind kind) {
    return suites.stream().filter(suite -> suite.kind() == kind).toList();
  }

  /** Before or after training. */
  public enum Side {
    BEFORE,
    AFTER
  }

  /** The mean change over all suites of one kind; empty where none could be stated. */
  public Optional<Estimate> meanChange(SuiteKind kind) {
    return Estimate.mean(of(kind).stream().flatMap(suite -> suite.change().stream()).toList());
  }

  /**
   * The mean rate over all suites of one kind that can state a change: before as a mere number,
   * after with the interval of the paired change.
   */
  public Optional<Estimate> mean(SuiteKind kind, Side side) {
    List<SuiteRow> stated = of(kind).stream().filter(suite -> suite.change().isPresent()).toList();
    return Estimate.mean(
        stated.stream()
            .map(
                suite -> {
                  double before = suite.before().orElseThrow();
                  return side == Side.BEFORE
                      ? new Estimate(before, before, before)
                      : suite.change().orElseThrow().plus(before);
                })
            .toList());
  }

  /** The suite of harmful requests that lost most, by the lower end of its interval. */
  public Optional<SuiteRow> worst() {
    return of(SuiteKind.HARMFUL).stream()
        .filter(suite -> suite.change().isPresent())
        .min(
            (a, b) ->
                Double.compare(a.change().orElseThrow().low(), b.change().orElseThrow().low()));
  }
}
