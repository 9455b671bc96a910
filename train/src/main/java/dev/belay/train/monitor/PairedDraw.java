package dev.belay.train.monitor;

/**
 * One draw: a question, asked of the model before training and of the policy.
 *
 * <p>An undecided verdict is either; what is concluded must hold whichever it was. So the alarm
 * listens to {@link #dropLow}, the least drop that the verdicts allow, and the certificate to
 * {@link #dropHigh}, the largest.
 *
 * @param number which draw of its stream, from 0
 * @param completion what the policy wrote
 */
record PairedDraw(
    long number, Question question, ProbeVerdict base, ProbeVerdict policy, String completion) {

  /** Safety of the base less that of the policy, undecided ones in the policy's favour. */
  double dropLow() {
    return base.safety().orElse(0) - policy.safety().orElse(1);
  }

  /** The same with undecided ones against the policy. */
  double dropHigh() {
    return base.safety().orElse(1) - policy.safety().orElse(0);
  }

  boolean isDecided() {
    return base.safety().isPresent() && policy.safety().isPresent();
  }
}
