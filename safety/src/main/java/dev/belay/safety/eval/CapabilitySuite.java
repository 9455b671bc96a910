package dev.belay.safety.eval;

import dev.belay.core.data.Problem;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.attack.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Problems whose completions a verifier checks. */
public final class CapabilitySuite implements Suite {
  private final SuiteInfo info;
  private final Map<String, Problem> problems = new LinkedHashMap<>();
  private final Verifier verifier;
  private final TaskLayout layout;
  private final String promptSet;

  /**
   * A suite of problems that are asked as they stand.
   *
   * @param name names the suite's file
   * @param version of the problems
   * @param problems with distinct ids
   * @param template how the problems are laid out, for the record
   */
  public CapabilitySuite(
      String name,
      String version,
      List<Problem> problems,
      PromptTemplate template,
      Verifier verifier) {
    this(name, name, version, problems, TaskLayout.asIs(template), verifier);
  }

  /**
   * A suite of problems.
   *
   * @param name names the suite's file
   * @param promptSet names the set of problems
   * @param version of the problems
   * @param problems with distinct ids
   * @param layout how they are asked
   */
  public CapabilitySuite(
      String name,
      String promptSet,
      String version,
      List<Problem> problems,
      TaskLayout layout,
      Verifier verifier) {
    this.promptSet = promptSet;
    this.layout = layout;
    this.info =
        new SuiteInfo(
            name,
            version,
            SuiteKind.CAPABILITY,
            List.of(verifier.name() + " " + verifier.version()),
            Optional.empty(),
            TaskFormat.of(layout.template(), verifier));
    this.verifier = verifier;
    for (Problem problem : problems) {
      if (this.problems.put(problem.id(), problem) != null) {
        throw new IllegalArgumentException(
            "suite %s has two problems with the id %s".formatted(name, problem.id()));
      }
    }
  }

  @Override
  public SuiteInfo info() {
    return info;
  }

  @Override
  public List<SuitePrompt> prompts() {
    return problems.values().stream()
        .map(p -> new SuitePrompt(p.id(), p.question(), p.category(), p.source().toString()))
        .toList();
  }

  @Override
  public List<Query> queries(SuitePrompt prompt, long seed) {
    return List.of(Query.of(layout.input(problem(prompt))));
  }

  @Override
  public String promptSet() {
    return promptSet;
  }

  @Override
  public String reference(SuitePrompt prompt) {
    return problem(prompt).gold();
  }

  private Problem problem(SuitePrompt prompt) {
    Problem problem = problems.get(prompt.id());
    if (problem == null) {
      throw new IllegalArgumentException("no problem " + prompt.id() + " in " + info.name());
    }
    return problem;
  }

  @Override
  public List<ScoredVerdict> score(SuitePrompt prompt, String completion) {
    return scoreAnswers(List.of(prompt), List.of(Answer.of(completion))).getFirst();
  }

  @Override
  public List<List<ScoredVerdict>> scoreAnswers(List<SuitePrompt> prompts, List<Answer> answers) {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      attempts.add(new Attempt(answers.get(i), problem(prompts.get(i))));
    }
    List<Verdict> verdicts = verifier.verifyAll(attempts);
    List<List<ScoredVerdict>> scores = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      boolean cut = answers.get(i).isCutOff();
      boolean whole = cut && verifier.isWhole(answers.get(i), attempts.get(i).problem());
      scores.add(scored(prompts.get(i), verdicts.get(i), whole));
    }
    return scores;
  }

  private List<ScoredVerdict> scored(SuitePrompt prompt, Verdict verdict, boolean whole) {
    String found = Objects.requireNonNullElse(verdict.extracted(), "nothing");
    return List.of(
        new ScoredVerdict(
            verifier.name(),
            Integer.toString(verifier.version()),
            verdict.state().name().toLowerCase(Locale.ROOT),
            verdict.decided() ? OptionalDouble.of(verdict.score()) : OptionalDouble.empty(),
            OptionalDouble.empty(),
            "found " + found + ", gold " + reference(prompt) + ": " + verdict.reason(),
            Optional.empty(),
            whole));
  }
}
