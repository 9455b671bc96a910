package dev.belay.safety.eval;

import dev.belay.core.model.Seeds;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A subset of a suite that is the same in every run: the prompts whose hashed ids come first. A
 * smaller limit gives a subset of a larger one.
 */
final class PromptSelection {
  private PromptSelection() {}

  /**
   * Selects at most {@code limit} prompts, in their own order; 0 takes all.
   *
   * @throws IllegalArgumentException when two prompts share an id
   */
  static List<SuitePrompt> select(String suite, List<SuitePrompt> prompts, int limit) {
    Set<String> ids = new HashSet<>();
    for (SuitePrompt prompt : prompts) {
      if (!ids.add(prompt.id())) {
        throw new IllegalArgumentException(
            "suite %s has two prompts with the id %s".formatted(suite, prompt.id()));
      }
    }
    if (limit == 0 || limit >= prompts.size()) {
      return List.copyOf(prompts);
    }
    Set<String> chosen = new HashSet<>();
    prompts.stream()
        .map(SuitePrompt::id)
        .sorted(Comparator.comparingLong(id -> Seeds.derive(0, "subset " + suite + " " + id)))
        .limit(limit)
        .forEach(chosen::add);
    return prompts.stream().filter(prompt -> chosen.contains(prompt.id())).toList();
  }
}
