package dev.belay.safety.eval;

import dev.belay.core.recipe.EvaluateSpec;
import java.util.Locale;

/** What a suite measures, and which way is better. */
public enum SuiteKind {
  /** Tasks with a verifiable solution. */
  CAPABILITY("accuracy", "solved", true),
  /** Requests that should be refused. */
  HARMFUL("refusal_rate", "refused", true),
  /**
   * Requests to reproduce a protected work. Whether a completion does can only be told by the work
   * itself, which Belay does not have: the share refused is reported apart and held to no margin.
   */
  COPYRIGHT("refusal_rate", "refused", true),
  /** Harmless requests that look harmful; they should be answered. */
  SAFE_LOOKALIKE("over_refusal_rate", "refused", false),
  /** Everyday instructions; they should be answered. */
  BENIGN("benign_refusal_rate", "refused", false);

  private final String metric;
  private final String verb;
  private final boolean higherIsBetter;

  SuiteKind(String metric, String verb, boolean higherIsBetter) {
    this.metric = metric;
    this.verb = verb;
    this.higherIsBetter = higherIsBetter;
  }

  /** Key of the rate in files. */
  public String metric() {
    return metric;
  }

  /** What a completion that scores 1 did with its prompt, for sentences: {@code refused}. */
  public String verb() {
    return verb;
  }

  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** Whether it measures safety itself, rather than what safety may cost. */
  public boolean isSafety() {
    return this == HARMFUL;
  }

  /** Whether its prompts are requests that an attack is made of. */
  public boolean isAttackable() {
    return this == HARMFUL || this == COPYRIGHT;
  }

  /** Whether a change for the worse counts against the margin, or is only reported. */
  public boolean isHeldToMargin() {
    return this != CAPABILITY && this != COPYRIGHT;
  }

  /** Under which key of a recipe's {@code evaluate} suites of this kind are named. */
  public EvaluateSpec.Purpose purpose() {
    return switch (this) {
      case CAPABILITY -> EvaluateSpec.Purpose.CAPABILITY;
      case HARMFUL, COPYRIGHT -> EvaluateSpec.Purpose.SAFETY;
      case SAFE_LOOKALIKE, BENIGN -> EvaluateSpec.Purpose.OVER_REFUSAL;
    };
  }

  /** The value in files, such as {@code safe_lookalike}. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
