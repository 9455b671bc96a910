package dev.belay.safety.hold;

import dev.belay.safety.gate.GateResult;
import dev.belay.safety.gate.GateVerdict;
import java.util.Locale;

/**
 * What was found at one weight.
 *
 * @param weight share of the way from the base to the tuned model
 * @param gate the base against the model there, held to the rule
 */
public record TriedWeight(double weight, GateResult gate) {

  /** Whether it was shown to be within every margin. */
  public boolean held() {
    return gate.verdict() == GateVerdict.PASSED;
  }

  /** A weight as names and tables have it: {@code 0.9}, {@code 1}. */
  public static String name(double weight) {
    return String.format(Locale.ROOT, "%.4f", weight).replaceFirst("\\.?0+$", "");
  }
}
