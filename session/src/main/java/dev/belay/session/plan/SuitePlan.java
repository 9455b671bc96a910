package dev.belay.session.plan;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.Sample;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.judge.Judge;
import dev.belay.session.model.ModelSession;
import dev.belay.session.suffix.WeightSuffixSearch;
import dev.belay.torch.model.MemoryNeed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * The suites that are measured, found and read.
 *
 * @param planned each suite as it is asked; one made of every attack
 * @param notes what a person should know: optional suites that were left out, and why
 * @param judge who judges safety suites
 */
public record SuitePlan(List<PlannedSuite> planned, List<String> notes, Judge judge) {

  public SuitePlan {
    planned = List.copyOf(planned);
    notes = List.copyOf(notes);
  }

  /**
   * Finds the suites.
   *
   * @param law the law of completions, given their longest length
   * @param judge who judges safety suites
   * @throws BadInputException with every suite that is unknown or misplaced, or whose files are
   *     missing or broken, and every attack that cannot be made; an optional suite that is missing
   *     is left out with a note
   */
  public static SuitePlan of(
      EvaluateSpec spec, DataLocations locations, IntFunction<Sampling> law, Judge judge) {
    IssueList issues = new IssueList();
    List<Attack> attacks = AttackPlanner.attacks(spec, locations, issues);
    SuitePlan plan = new SuitePlanner(locations, attacks, law, issues).plan(spec, judge);
    issues.throwIfAny();
    return plan;
  }

  /** Suites, and suites with an attack, that ask the model conversations, by their names. */
  public List<String> conversations() {
    return asking(input -> !input.isRaw());
  }

  /** Suites of which what is asked is so, as of the first prompt. */
  public List<String> asking(Predicate<ChatInput> so) {
    return planned.stream()
        .filter(
            suite ->
                suite.selected().stream()
                    .limit(1)
                    .flatMap(prompt -> suite.suite().queries(prompt, 0).stream())
                    .anyMatch(query -> so.test(query.input())))
        .map(PlannedSuite::name)
        .toList();
  }

  /** Whether an attack needs the model's weights. */
  public boolean looksIntoWeights() {
    return planned.stream().anyMatch(suite -> suite.suite().suffixAttack().isPresent());
  }

  /** Memory that measuring takes: the engine's, and an attack's that looks into the weights. */
  public MemoryNeed memoryNeed(ModelSession session) {
    return looksIntoWeights()
        ? session
            .inferenceNeed()
            .and(WeightSuffixSearch.need(session.model().config(), session.type()))
        : session.inferenceNeed();
  }

  /**
   * What is measured, each request once, however many attacks ask it; of a suite of ready attacks
   * also what the model is asked in place of the request.
   */
  public Set<Sample> samples() {
    Set<Sample> samples = new LinkedHashSet<>();
    planned.forEach(suite -> samples.addAll(samples(suite)));
    return samples;
  }

  /** What one suite asks. */
  public static Set<Sample> samples(PlannedSuite suite) {
    Set<Sample> samples = new LinkedHashSet<>();
    for (SuitePrompt prompt : suite.selected()) {
      SourceLine origin = new SourceLine(prompt.origin(), 1);
      samples.add(new Instruction(prompt.id(), prompt.prompt(), origin));
      if (!prompt.turn().equals(prompt.prompt())) {
        samples.add(new Instruction(prompt.id(), prompt.turn(), origin));
      }
    }
    return samples;
  }
}
