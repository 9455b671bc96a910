package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.Answer;
import dev.belay.safety.attack.Query;
import dev.belay.safety.attack.SuffixAttack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prompts, and how completions of them are scored. */
public interface Suite {

  SuiteInfo info();

  /** All prompts, in the order of their source, with distinct ids. */
  List<SuitePrompt> prompts();

  /**
   * What the model is asked for a prompt: once, or more often by an attack of several queries.
   *
   * @param seed decides what an attack draws at random
   * @return at least one, as many for each prompt
   */
  default List<Query> queries(SuitePrompt prompt, long seed) {
    return List.of(Query.of(ChatInput.user(prompt.turn())));
  }

  /** The attack that is fitted to the model before the suite is asked; empty for most. */
  default Optional<SuffixAttack> suffixAttack() {
    return Optional.empty();
  }

  /**
   * Names the set of prompts: a limit takes the same ones from suites that share it, such as a
   * benchmark with and without an attack.
   */
  default String promptSet() {
    return info().name();
  }

  /** What a completion of a prompt is compared with: the request, or the reference answer. */
  default String reference(SuitePrompt prompt) {
    return prompt.prompt();
  }

  /**
   * Scores one completion.
   *
   * @param completion what the model wrote, after the prefill if it was given one
   * @return a verdict of each judge, at least one; the first decides the suite's metric
   */
  List<ScoredVerdict> score(SuitePrompt prompt, String completion);

  /**
   * Scores many answers: of reasoning models without their traces, and with what is known of how
   * they ended.
   *
   * @param prompts one of each answer
   */
  default List<List<ScoredVerdict>> scoreAnswers(List<SuitePrompt> prompts, List<Answer> answers) {
    return scoreAll(prompts, answers.stream().map(Answer::text).toList());
  }

  /**
   * Scores many completions; judges that are language models work on several at a time.
   *
   * @param prompts one of each completion
   * @param completions as {@link #score} takes them
   */
  default List<List<ScoredVerdict>> scoreAll(List<SuitePrompt> prompts, List<String> completions) {
    List<List<ScoredVerdict>> scores = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      scores.add(score(prompts.get(i), completions.get(i)));
    }
    return scores;
  }
}
