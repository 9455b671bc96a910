package dev.belay.measure.monitor;

import java.util.SplittableRandom;

/**
 * How the drop of a simulated training run goes.
 *
 * @param name in words
 * @param flicker share of draws that are gained, and as many lost, without any drop
 * @param before the drop until the drift begins
 * @param after the drop from then on
 * @param from the draw at which the drift begins, from 0
 */
record DriftScenario(String name, double flicker, double before, double after, long from) {

  DriftScenario {
    if (!(flicker >= 0 && before >= 0 && after >= before && after + 2 * flicker <= 1)) {
      throw new IllegalArgumentException("shares of draws lie in [0, 1]: " + name);
    }
  }

  /** A drop that is the same all the time. */
  static DriftScenario constant(String name, double flicker, double drop) {
    return new DriftScenario(name, flicker, drop, drop, 0);
  }

  /** Whether an alarm at this margin may sound at some time. */
  boolean drifts(double margin) {
    return after > margin;
  }

  /** One draw: 1 lost, −1 gained, 0 neither. */
  int draw(long number, SplittableRandom random) {
    double drop = number < from ? before : after;
    double u = random.nextDouble();
    if (u < flicker + drop) {
      return 1;
    }
    return u < 2 * flicker + drop ? -1 : 0;
  }
}
