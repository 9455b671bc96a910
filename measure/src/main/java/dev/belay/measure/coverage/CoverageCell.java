package dev.belay.measure.coverage;

import java.util.Map;

/**
 * How one method fared in one setting.
 *
 * @param study what was measured
 * @param setting the truth and the sizes
 * @param claim what the method says of itself
 * @param experiments how often it was tried; 0 when every outcome was summed
 * @param share how often the interval covered, the test erred, or what is so was found
 */
public record CoverageCell(
    String study, Map<String, Double> setting, Claim claim, long experiments, double share) {
  private static final double HALF_A_POINT = 0.005;

  /** A share that was counted: {@code hits} of the experiments. */
  static CoverageCell counted(
      String study, Map<String, Double> setting, Claim claim, long experiments, long hits) {
    return new CoverageCell(study, setting, claim, experiments, (double) hits / experiments);
  }

  /** By how much the share misses the nominal one on the bad side; negative on the good side. */
  public double shortfall() {
    double above = share() - claim.nominal();
    return claim.kind() == Claim.Kind.ERROR ? above : -above;
  }

  /** The standard error that the share has when the claim holds exactly; 0 of a sum. */
  public double standardError() {
    return experiments == 0 ? 0 : Math.sqrt(claim.nominal() * (1 - claim.nominal()) / experiments);
  }

  /**
   * Whether the miss is more than so many standard errors: chance is no longer the likely cause. A
   * sum has none; it misses by more than half a point.
   */
  public boolean misses(double standardErrors) {
    return shortfall() > (experiments == 0 ? HALF_A_POINT : standardErrors * standardError());
  }
}
