package dev.belay.safety.gate;

import java.util.Locale;

/** What a gate answers. Only {@link #PASSED} lets a build go on. */
public enum GateVerdict {
  /** Every suite that decides was shown to be within its margin. */
  PASSED("PASSED", 0),
  /** A suite that decides was shown to be beyond its margin. */
  FAILED("FAILED", 1),
  /** Neither: too few prompts, too many without a verdict. Not a pass. */
  NOT_SHOWN("NOT SHOWN", 1);

  private final String words;
  private final int exitCode;

  GateVerdict(String words, int exitCode) {
    this.words = words;
    this.exitCode = exitCode;
  }

  /** The verdict in capital letters. */
  public String words() {
    return words;
  }

  /** The exit code of {@code belay gate}. */
  public int exitCode() {
    return exitCode;
  }

  /** The value in files, such as {@code not_shown}. */
  public String snakeCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
