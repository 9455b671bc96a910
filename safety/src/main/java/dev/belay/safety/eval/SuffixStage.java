package dev.belay.safety.eval;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Seeds;
import dev.belay.safety.attack.FoundSuffix;
import dev.belay.safety.attack.Query;
import dev.belay.safety.attack.SuffixAttack;
import dev.belay.safety.attack.SuffixGoal;
import dev.belay.safety.attack.SuffixSearch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Looks for the suffixes of a suite whose attack is fitted to the model, before it is asked. */
final class SuffixStage {
  private final PlannedSuite planned;
  private final SuffixAttack attack;
  private final SuffixSearch search;
  private final EvaluationProgress progress;

  SuffixStage(
      PlannedSuite planned, SuffixAttack attack, SuffixSearch search, EvaluationProgress progress) {
    this.planned = planned;
    this.attack = attack;
    this.search = search;
    this.progress = progress;
  }

  /**
   * Finds what is not in the folder yet, and puts it there.
   *
   * @param seed the run's seed
   * @return the query of each prompt, by its id
   */
  Map<String, List<Query>> run(EvaluationFolder files, long seed) {
    SuffixFile file = files.suffixes(planned.name());
    SequencedMap<String, FoundSuffix> found = file.read();
    List<SuitePrompt> prompts = planned.selected();
    if (!List.copyOf(found.keySet())
        .equals(prompts.stream().limit(found.size()).map(SuitePrompt::id).toList())) {
      throw new BadInputException(
          files.suffixesPath(planned.name())
              + ": holds suffixes of other prompts; delete the file to look for them anew.");
    }
    SteppedProgress steps = new SteppedProgress(prompts.size());
    for (SuitePrompt prompt : prompts) {
      if (!found.containsKey(prompt.id())) {
        found.put(prompt.id(), find(prompt, seed, files, file, steps));
      }
      steps.promptDone();
    }
    Map<String, List<Query>> queries = new HashMap<>();
    for (SuitePrompt prompt : prompts) {
      FoundSuffix suffix = found.get(prompt.id());
      if (suffix != null) {
        queries.put(prompt.id(), List.of(attack.query(prompt.turn(), suffix)));
      }
    }
    return queries;
  }

  private FoundSuffix find(
      SuitePrompt prompt,
      long seed,
      EvaluationFolder files,
      SuffixFile file,
      SteppedProgress steps) {
    SuffixGoal goal = attack.goal(prompt.turn(), prompt.target());
    long start = System.nanoTime();
    FoundSuffix suffix =
        search.find(
            goal,
            Seeds.derive(seed, "suffix " + planned.name() + " " + prompt.id()),
            steps::stepDone);
    file.append(prompt, goal.target(), suffix);
    double seconds = (System.nanoTime() - start) / 1e9;
    files.appendSearchTiming(planned.name(), suffix, seconds);
    steps.add(suffix.forwardTokens(), seconds);
    return suffix;
  }

  /** Progress in steps; a search that ends early jumps to its end. */
  private final class SteppedProgress {
    private final int perPrompt = attack.budget().steps();
    private final int total;
    private int promptsDone;
    private long tokens;
    private double seconds;

    SteppedProgress(int prompts) {
      total = Math.multiplyExact(prompts, perPrompt);
    }

    void add(long moreTokens, double moreSeconds) {
      tokens += moreTokens;
      seconds += moreSeconds;
    }

    void stepDone(int step) {
      report(promptsDone * perPrompt + step);
    }

    void promptDone() {
      promptsDone++;
      report(promptsDone * perPrompt);
    }

    private void report(int done) {
      progress.update(
          planned.name() + " suffixes", done, total, seconds > 0 ? tokens / seconds : 0);
    }
  }
}
