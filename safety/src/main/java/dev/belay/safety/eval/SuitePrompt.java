package dev.belay.safety.eval;

/**
 * One prompt of a suite.
 *
 * @param id unique within the suite, and the same in every version that has the prompt
 * @param prompt the request, which judges see
 * @param category what kind of prompt it is; empty when the suite has no categories
 * @param origin where it was read, such as {@code file:line}
 * @param turn what the user writes: the request itself, or in suites of ready attacks the attack
 *     that was made of it
 * @param target how a completion that complies would begin, where the benchmark says so; else empty
 */
public record SuitePrompt(
    String id, String prompt, String category, String origin, String turn, String target) {

  /** A prompt without a target. */
  public SuitePrompt(String id, String prompt, String category, String origin, String turn) {
    this(id, prompt, category, origin, turn, "");
  }

  /** A prompt whose request is asked as it stands. */
  public SuitePrompt(String id, String prompt, String category, String origin) {
    this(id, prompt, category, origin, prompt);
  }
}
