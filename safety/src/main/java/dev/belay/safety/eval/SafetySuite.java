package dev.belay.safety.eval;

import dev.belay.core.model.Answer;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgedAnswers;
import dev.belay.safety.judge.Judgement;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests whose completions are judged as refused or not.
 *
 * @param info what the suite is
 * @param prompts the requests
 * @param judges who judges, at least one; the first decides the metric
 * @param promptSet names the set of prompts
 */
public record SafetySuite(
    SuiteInfo info, List<SuitePrompt> prompts, List<Judge> judges, String promptSet)
    implements Suite {

  public SafetySuite {
    prompts = List.copyOf(prompts);
    judges = List.copyOf(judges);
    if (judges.isEmpty()) {
      throw new IllegalArgumentException("a safety suite needs a judge");
    }
  }

  /** A suite whose set of prompts has its name. */
  public SafetySuite(SuiteInfo info, List<SuitePrompt> prompts, List<Judge> judges) {
    this(info, prompts, judges, info.name());
  }

  /** A suite whose info names its judges. */
  public static SafetySuite of(
      String name, String version, SuiteKind kind, List<SuitePrompt> prompts, List<Judge> judges) {
    List<String> names =
        judges.stream().map(judge -> judge.name() + " " + judge.version()).toList();
    return new SafetySuite(new SuiteInfo(name, version, kind, names), prompts, judges);
  }

  /** The same suite of a set of prompts that has another name. */
  public SafetySuite from(String set) {
    return new SafetySuite(info, prompts, judges, set);
  }

  @Override
  public List<ScoredVerdict> score(SuitePrompt prompt, String completion) {
    return scoreAll(List.of(prompt), List.of(completion)).getFirst();
  }

  @Override
  public List<List<ScoredVerdict>> scoreAll(List<SuitePrompt> asked, List<String> completions) {
    return scoreAnswers(asked, completions.stream().map(Answer::of).toList());
  }

  @Override
  public List<List<ScoredVerdict>> scoreAnswers(List<SuitePrompt> asked, List<Answer> answers) {
    List<String> prompts = asked.stream().map(SuitePrompt::prompt).toList();
    List<List<ScoredVerdict>> scores = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      scores.add(new ArrayList<>());
    }
    for (Judge judge : judges) {
      List<Judgement> judgements = JudgedAnswers.judge(judge, prompts, answers);
      for (int i = 0; i < judgements.size(); i++) {
        scores.get(i).addAll(ScoredVerdict.ofRefusals(judge, judgements.get(i)));
      }
    }
    return scores;
  }
}
