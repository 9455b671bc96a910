package dev.belay.measure.drift;

import java.util.function.DoubleUnaryOperator;

/**
 * Integrals of smooth functions over short intervals, by Gauss and Legendre's rule of ten points.
 */
final class GaussLegendre {
  private static final double[] NODES = {
    0.1488743389816312,
    0.4333953941292472,
    0.6794095682990244,
    0.8650633666889845,
    0.9739065285171717
  };
  private static final double[] WEIGHTS = {
    0.2955242247147529,
    0.2692667193099963,
    0.2190863625159820,
    0.1494513491505806,
    0.0666713443086881
  };

  private GaussLegendre() {}

  static double integrate(double from, double to, DoubleUnaryOperator f) {
    double centre = (from + to) / 2;
    double half = (to - from) / 2;
    double sum = 0;
    for (int i = 0; i < NODES.length; i++) {
      double offset = half * NODES[i];
      sum += WEIGHTS[i] * (f.applyAsDouble(centre - offset) + f.applyAsDouble(centre + offset));
    }
    return sum * half;
  }
}
