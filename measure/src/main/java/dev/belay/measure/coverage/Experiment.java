package dev.belay.measure.coverage;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An experiment with a known truth that can be repeated. */
public interface Experiment {

  /** What is measured, such as {@code one rate}; experiments of one study share their claims. */
  String study();

  /** The truth and the sizes, in the order of columns. */
  Map<String, Double> setting();

  /** What the methods under test claim. */
  List<Claim> claims();

  /** Random numbers that one run takes: the more, the fewer runs there are of large experiments. */
  default long draws() {
    return 1;
  }

  /**
   * Draws data once and lets every method speak on them.
   *
   * @return for each claim whether the interval covers, the test errs, or what is so is found
   */
  boolean[] run(SplittableRandom random);
}
