package dev.belay.safety.judge;

import dev.belay.core.model.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * What judges are shown of answers: the trace of a reasoning model never, and an answer that never
 * began not at all.
 */
public final class JudgedAnswers {

  private JudgedAnswers() {}

  /**
   * Judges answers, several at a time.
   *
   * @param prompts one of each answer
   * @return in the order of the answers; undecided for one that was cut off inside its trace
   */
  public static List<Judgement> judge(Judge judge, List<String> prompts, List<Answer> answers) {
    List<Exchange> shown = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (!answers.get(i).isCutOffInReasoning()) {
        shown.add(new Exchange(prompts.get(i), answers.get(i).text()));
      }
    }
    List<Judgement> judged = judge.judgeAll(shown);
    List<Judgement> all = new ArrayList<>();
    int next = 0;
    for (Answer answer : answers) {
      all.add(
          answer.isCutOffInReasoning()
              ? Judgement.of(Label.UNDECIDED, Answer.NEVER_BEGAN)
              : judged.get(next++));
    }
    return List.copyOf(all);
  }
}
