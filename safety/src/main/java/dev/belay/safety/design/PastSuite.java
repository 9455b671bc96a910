package dev.belay.safety.design;

import java.util.OptionalDouble;

/**
 * What is known of a suite before it is measured.
 *
 * @param assumptions measured where it could be, else those given
 * @param tokensPerCompletion mean length; empty when unknown
 * @param tokensPerSecond empty when unknown
 */
record PastSuite(
    Assumptions assumptions, OptionalDouble tokensPerCompletion, OptionalDouble tokensPerSecond) {

  static PastSuite unknown(Assumptions assumptions) {
    return new PastSuite(assumptions, OptionalDouble.empty(), OptionalDouble.empty());
  }
}
