package dev.belay.safety.certificate;

/**
 * What is asked of a certificate.
 *
 * @param margin the largest worsening that counts as held, in (0, 1)
 * @param confidence of each one-sided limit, in (0.5, 1)
 */
public record Level(double margin, double confidence) {

  public Level {
    if (!(margin > 0 && margin < 1)) {
      throw new IllegalArgumentException("a margin lies in (0, 1), was " + margin);
    }
    if (!(confidence > 0.5 && confidence < 1)) {
      throw new IllegalArgumentException("a confidence lies in (0.5, 1), was " + confidence);
    }
  }
}
