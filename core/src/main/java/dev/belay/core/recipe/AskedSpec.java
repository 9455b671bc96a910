package dev.belay.core.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the prompts of a suite are asked, beside their own text.
 *
 * @param verifier of a file of tasks: who checks completions; empty where that follows from it
 * @param gold of a file of tasks: the template of a record's reference answer; empty for its column
 * @param prompt the template of what is asked; empty for the suite's own text
 * @param target the template of what a worked example answers; empty for its solution
 * @param fewshot worked examples before each task; empty without
 * @param stop strings that end a completion
 */
public record AskedSpec(
    Optional<String> verifier,
    Optional<String> gold,
    Optional<String> prompt,
    Optional<String> target,
    Optional<FewshotSpec> fewshot,
    List<String> stop) {

  /** As the suite itself would. */
  public static final AskedSpec PLAIN =
      new AskedSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public AskedSpec {
    stop = List.copyOf(stop);
  }

  /** The same with further stop strings. */
  public AskedSpec withStop(List<String> more) {
    List<String> all = new ArrayList<>(stop);
    more.stream().filter(one -> !all.contains(one)).forEach(all::add);
    return new AskedSpec(verifier, gold, prompt, target, fewshot, all);
  }

  /** The same with other worked examples. */
  public AskedSpec withFewshot(FewshotSpec examples) {
    return new AskedSpec(verifier, gold, prompt, target, Optional.of(examples), stop);
  }
}
