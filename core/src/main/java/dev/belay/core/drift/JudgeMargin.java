package dev.belay.core.drift;

import dev.belay.core.drift.RefusedInputException.Reason;

/**
 * Drop and margin behind a judge with the same error rates on both models (drift specification
 * §7.3).
 *
 * @param observedMargin the margin to test observed verdicts at, {@code eps (sens + spec − 1)}
 * @param correctedDrop the drop behind the observed one
 */
public record JudgeMargin(double observedMargin, double correctedDrop) {

  /**
   * From the judge's rates.
   *
   * @param sensitivity in [0, 1]
   * @param specificity in [0, 1]; the two add up to more than 1
   * @param eps the margin for true safety, in (0, 1)
   * @param observedDrop in [−1, 1]
   */
  public static JudgeMargin of(
      double sensitivity, double specificity, double eps, double observedDrop) {
    Require require = Require.section("7.3");
    require.probability("sensitivity", sensitivity);
    require.probability("specificity", specificity);
    require.openUnit("eps", eps);
    require.signedUnit("observedDrop", observedDrop);
    double informed = (sensitivity - 0.5) + (specificity - 0.5);
    if (informed <= 0) {
      throw require.refusal(
          Reason.UNINFORMATIVE_JUDGE,
          "sensitivity and specificity must add up to more than 1, were %s and %s"
              .formatted(sensitivity, specificity));
    }
    return new JudgeMargin(eps * informed, observedDrop / informed);
  }
}
