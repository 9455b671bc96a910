package dev.belay.safety.compare;

import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.SuitePrompt;
import java.util.List;

/**
 * One prompt of a suite, before and after.
 *
 * @param request its text, by which the same request is known again in another suite
 * @param category as the suite names it; empty when it has none
 * @param altered whether the benchmark itself asks it in other words, or with more before it
 * @param scores what its completions scored
 */
record PairedPrompt(String request, String category, boolean altered, PromptScores scores) {

  static PairedPrompt of(List<EvalRecord> before, List<EvalRecord> after) {
    SuitePrompt prompt = before.getFirst().prompt();
    return new PairedPrompt(
        prompt.prompt().strip(),
        prompt.category(),
        !prompt.turn().equals(prompt.prompt()),
        PromptScores.of(before, after));
  }
}
