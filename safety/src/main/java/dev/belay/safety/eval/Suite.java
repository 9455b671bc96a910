package dev.belay.safety.eval;

import java.util.List;

/** Prompts, and how completions of them are scored. */
public interface Suite {

  SuiteInfo info();

  /** All prompts, in the order of their source, with distinct ids. */
  List<SuitePrompt> prompts();

  /**
   * Scores one completion.
   *
   * @return a verdict of each judge, at least one; the first decides the suite's metric
   */
  List<ScoredVerdict> score(SuitePrompt prompt, String completion);
}
