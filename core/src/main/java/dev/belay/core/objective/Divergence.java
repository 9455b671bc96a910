package dev.belay.core.objective;

import java.util.Locale;

/** Which way a KL between the policy and a reference is taken. */
public enum Divergence {
  /** KL(policy ‖ reference): counts what the policy says and the reference would not. */
  REVERSE,
  /** KL(reference ‖ policy): counts what the reference says and the policy no longer would. */
  FORWARD;

  /** Its name in files. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
