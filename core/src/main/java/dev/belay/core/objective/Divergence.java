package dev.belay.core.objective;

import java.util.List;
import java.util.Locale;

/** How far a policy is from a reference at a token. Each is 0 where they are the same. */
public enum Divergence {
  /** KL(policy ‖ reference): counts what the policy says and the reference would not. */
  REVERSE,
  /** KL(reference ‖ policy): counts what the reference says and the policy no longer would. */
  FORWARD,
  /**
   * The Jensen–Shannon divergence, {@code ½ KL(p ‖ m) + ½ KL(q ‖ m)} with the mean law {@code m =
   * (p + q) / 2}: both at once, and never above ln 2.
   */
  JS,
  /**
   * No divergence of laws: the mean over coordinates of {@code (h − h₀)²}, of the last hidden
   * states from which the head makes the logits. A law is held by it only while the head stands
   * still.
   */
  HIDDEN;

  /** The two that are measured whatever is trained, in nats. */
  public static final List<Divergence> KLS = List.of(REVERSE, FORWARD);

  /** Its name in files. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it compares laws, so that its unit is the nat. */
  public boolean isOfLaws() {
    return this != HIDDEN;
  }

  /**
   * The same number with policy and reference exchanged, as a function of whoever is now the
   * policy.
   */
  public Divergence exchanged() {
    return switch (this) {
      case REVERSE -> FORWARD;
      case FORWARD -> REVERSE;
      case JS, HIDDEN -> this;
    };
  }
}
