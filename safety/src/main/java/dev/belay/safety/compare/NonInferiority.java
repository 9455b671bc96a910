package dev.belay.safety.compare;

import dev.belay.core.stats.Interval;
import java.util.Collection;
import java.util.Locale;

/** Whether a metric got worse by no more than the margin. */
public enum NonInferiority {
  /** The whole interval lies within the margin. */
  HELD("yes"),
  /** The whole interval lies beyond the margin. */
  DID_NOT_HOLD("no"),
  /** The interval reaches over the margin: more prompts are needed to say. */
  CANNOT_TELL("cannot tell (interval too wide)"),
  /** It did not get worse, which is no merit: over-refusal of a model that refuses little else. */
  SAYS_NOTHING("says nothing");

  private final String words;

  NonInferiority(String words) {
    this.words = words;
  }

  /** The answer to "did it hold?" in plain words. */
  public String words() {
    return words;
  }

  /** The answer in a table: one or two words. */
  public String shortly() {
    return this == CANNOT_TELL ? "cannot tell" : words;
  }

  /** The value in files, such as {@code did_not_hold}. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The verdict on a change.
   *
   * @param higherIsBetter whether a fall is what must stay within the margin, or a rise
   * @param margin the largest worsening that still counts as held, at least 0, as a share
   */
  public static NonInferiority of(SuiteChange change, boolean higherIsBetter, double margin) {
    checkMargin(margin);
    return switch (change) {
      case SuiteChange.NothingDecided none -> CANNOT_TELL;
      case SuiteChange.Measured measured -> of(measured.interval(), higherIsBetter, margin);
    };
  }

  /** The verdict on the interval of a change. */
  public static NonInferiority of(Interval change, boolean higherIsBetter, double margin) {
    Interval worsening = higherIsBetter ? change.negated() : change;
    return worsening.high() < margin ? HELD : worsening.low() > margin ? DID_NOT_HOLD : CANNOT_TELL;
  }

  /** All must hold: no when one did not, yes when every one did. */
  public static NonInferiority all(Collection<NonInferiority> verdicts) {
    if (verdicts.contains(DID_NOT_HOLD)) {
      return DID_NOT_HOLD;
    }
    return verdicts.isEmpty() || verdicts.contains(CANNOT_TELL) ? CANNOT_TELL : HELD;
  }

  static void checkMargin(double margin) {
    if (!(margin >= 0 && margin < 1)) {
      throw new IllegalArgumentException("a margin lies in [0, 1), was " + margin);
    }
  }
}
