package dev.belay.core.verify.math;

/** Cannot be told: too costly, undefined, or beyond the precision. It never leaves the package. */
class Undetermined extends RuntimeException {
  private static final long serialVersionUID = 1;

  Undetermined() {
    super(null, null, false, false);
  }
}
