package dev.belay.core.verify.math;

/** Has no value: a division by zero. It never leaves the package. */
final class Undefined extends Undetermined {
  private static final long serialVersionUID = 1;
}
