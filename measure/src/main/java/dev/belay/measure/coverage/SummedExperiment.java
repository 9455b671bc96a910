package dev.belay.measure.coverage;

import java.util.SplittableRandom;

/** An experiment with so few outcomes that all of them are summed; nothing is drawn. */
interface SummedExperiment extends Experiment {

  /** An outcome this rare is left out. */
  double NEGLIGIBLE = 1e-13;

  /** For each claim the probability that the interval covers. */
  double[] shares();

  @Override
  default boolean[] run(SplittableRandom random) {
    throw new IllegalStateException(study() + " is summed, not drawn");
  }
}
