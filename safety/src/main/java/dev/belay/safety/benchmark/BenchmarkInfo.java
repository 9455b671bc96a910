package dev.belay.safety.benchmark;

import dev.belay.safety.eval.SuiteKind;

/**
 * What a benchmark is.
 *
 * @param name the name that recipes and reports use
 * @param version rises when the prompts taken from the file, or their ids, change
 * @param kind what it measures; its metric follows from this
 * @param origin where the file comes from; for what ships with Belay, that it does
 * @param licence the licence of the prompts
 * @param sha256 of the published file that figures are for; empty for what ships with Belay
 * @param prompts how many prompts the published file gives; 0 when that is not fixed
 */
public record BenchmarkInfo(
    String name,
    String version,
    SuiteKind kind,
    String origin,
    String licence,
    String sha256,
    int prompts) {

  /** Key of the rate that it measures, such as {@code refusal_rate}. */
  public String metric() {
    return kind.metric();
  }
}
