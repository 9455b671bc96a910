package dev.belay.core.stats;

/**
 * How often a judge errs, and what rates it observed would be without the errors. Both models that
 * are compared are taken to be judged with the same error rates.
 *
 * @param sensitivity the share of true positives (refusals, say) that the judge calls positive
 * @param specificity the share of true negatives that the judge calls negative
 */
public record JudgeErrors(double sensitivity, double specificity) {

  public JudgeErrors {
    if (!(sensitivity >= 0 && sensitivity <= 1 && specificity >= 0 && specificity <= 1)) {
      throw new IllegalArgumentException(
          "sensitivity and specificity lie in [0, 1], were %s and %s"
              .formatted(sensitivity, specificity));
    }
    if (!(sensitivity + specificity > 1)) {
      throw new IllegalArgumentException(
          "a judge with sensitivity %s and specificity %s tells nothing: their sum must exceed 1"
              .formatted(sensitivity, specificity));
    }
  }

  /** The factor by which errors shrink every difference: sensitivity + specificity − 1. */
  public double attenuation() {
    return sensitivity + specificity - 1;
  }

  /**
   * The true rate behind an observed one (Rogan and Gladen, American Journal of Epidemiology 107,
   * 1978), cut to [0, 1].
   */
  public double correctedRate(double observed) {
    return Math.clamp((finite(observed) + specificity - 1) / attenuation(), 0, 1);
  }

  /** The true drop behind an observed one. */
  public double correctedDrop(double observed) {
    return finite(observed) / attenuation();
  }

  /** The margin at which to test the observed drop, so that the true drop is tested at this one. */
  public double observedMargin(double margin) {
    return finite(margin) * attenuation();
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a rate or margin must be finite, was " + value);
    }
    return value;
  }

  /**
   * The interval of the true rate: that of the observed rate, its ends corrected. It takes the
   * error rates as known; {@link #correctedInterval} does not.
   */
  public Interval corrected(Interval observed) {
    return new Interval(
        correctedRate(observed.low()), correctedRate(observed.high()), observed.confidence());
  }

  /**
   * The interval of the true rate when the error rates were estimated too: the normal interval with
   * the variances of all three rates by the delta method (Lang and Reiczigel, Preventive Veterinary
   * Medicine 113, 2014), with their additions (z²/2 to the observed counts, one to each kind of
   * audited row), which keep its coverage near extreme rates.
   *
   * @param observed positives among the judged completions
   * @param sensitivity positives among the audited true positives
   * @param specificity negatives among the audited true negatives
   */
  public static Interval correctedInterval(
      Rate observed, Rate sensitivity, Rate specificity, double confidence) {
    double n = observed.n();
    return correctedInterval(
        (double) observed.successes(), n, sensitivity, specificity, confidence);
  }

  /**
   * The same for observed counts that need not be whole, as an effective number of completions.
   *
   * @param positives of the n
   */
  public static Interval correctedInterval(
      double positives, double n, Rate sensitivity, Rate specificity, double confidence) {
    if (!(n > 0 && positives >= 0 && positives <= n)) {
      throw new IllegalArgumentException(
          "positives lie in [0, n], were %s of %s".formatted(positives, n));
    }
    double z = StandardNormal.twoSidedCritical(confidence);
    double enlarged = n + z * z;
    double p = (positives + z * z / 2) / enlarged;
    double audited = sensitivity.n() + 2.0;
    double negatives = specificity.n() + 2.0;
    JudgeErrors errors =
        new JudgeErrors(
            (sensitivity.successes() + 1) / audited, (specificity.successes() + 1) / negatives);
    double j = errors.attenuation();
    double center = (p + errors.specificity - 1) / j;
    double sensitivityVariance = errors.sensitivity * (1 - errors.sensitivity) / audited;
    double specificityVariance = errors.specificity * (1 - errors.specificity) / negatives;
    double shift = 2 * z * z * (center * sensitivityVariance - (1 - center) * specificityVariance);
    double middle = center + shift;
    double variance =
        (p * (1 - p) / enlarged
                + center * center * sensitivityVariance
                + (1 - center) * (1 - center) * specificityVariance)
            / (j * j);
    double radius = z * Math.sqrt(variance);
    return new Interval(
        Math.clamp(middle - radius, 0, 1), Math.clamp(middle + radius, 0, 1), confidence);
  }

  /**
   * The interval of the true change between two rates when the error rates were estimated too: the
   * observed interval's distances, enlarged, and the uncertainty of the factor, added as squares
   * (Donner and Zou, Statistical Methods in Medical Research 21, 2012, for a product).
   *
   * @param change the observed change of the rate
   * @param observed its interval
   * @param sensitivity positives among the audited true positives
   * @param specificity negatives among the audited true negatives
   */
  public static Interval correctedChange(
      double change, Interval observed, Rate sensitivity, Rate specificity) {
    double z = StandardNormal.twoSidedCritical(observed.confidence());
    double se = (sensitivity.successes() + 1) / (sensitivity.n() + 2.0);
    double sp = (specificity.successes() + 1) / (specificity.n() + 2.0);
    double factor = new JudgeErrors(se, sp).attenuation();
    double variance =
        se * (1 - se) / (sensitivity.n() + 2.0) + sp * (1 - sp) / (specificity.n() + 2.0);
    double middle = change / factor;
    double ofFactor = z * middle * Math.sqrt(variance) / factor;
    double below = Math.hypot((change - observed.low()) / factor, ofFactor);
    double above = Math.hypot((observed.high() - change) / factor, ofFactor);
    return new Interval(
        Math.clamp(middle - below, -1, 1),
        Math.clamp(middle + above, -1, 1),
        observed.confidence());
  }
}
