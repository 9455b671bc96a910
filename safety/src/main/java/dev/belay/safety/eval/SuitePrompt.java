package dev.belay.safety.eval;

/**
 * One prompt of a suite.
 *
 * @param id unique within the suite, and the same in every version that has the prompt
 * @param prompt the user's turn
 * @param category what kind of prompt it is; empty when the suite has no categories
 * @param origin where it was read, such as {@code file:line}
 */
public record SuitePrompt(String id, String prompt, String category, String origin) {}
