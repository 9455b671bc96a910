package dev.belay.measure.coverage;

/**
 * What a method says of itself, to be held to it.
 *
 * @param method such as {@code Wilson}
 * @param kind what is counted
 * @param nominal the share it should have
 */
public record Claim(String method, Kind kind, double nominal) {

  /** What an experiment counts for a method. */
  public enum Kind {
    /** The interval held the truth; the share should not be below the nominal one. */
    COVERAGE,
    /** The test or verdict was wrong; the share should not be above the nominal one. */
    ERROR,
    /** What is so was found; the share should not be below the nominal one. */
    POWER
  }

  static Claim coverage(String method, double nominal) {
    return new Claim(method, Kind.COVERAGE, nominal);
  }

  static Claim error(String method, double nominal) {
    return new Claim(method, Kind.ERROR, nominal);
  }
}
