package dev.belay.train.step;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.verify.Verdict;
import java.util.Map;
import java.util.Optional;

/**
 * One completion of a step with its verdicts.
 *
 * @param problem what was asked
 * @param group number of the prompt within the step; its completions are compared with one another
 * @param promptTokenIds shape {@code [T_prompt]}
 * @param completion what the old policy wrote
 * @param answer what of it may be judged, and its trace apart
 * @param verdicts what each verifier decided, by its name
 * @param isCutOff whether it reached the longest length before its answer was whole: some verifier
 *     misses the end
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record Rollout(
    Problem problem,
    int group,
    int[] promptTokenIds,
    Completion completion,
    Answer answer,
    Map<String, Verdict> verdicts,
    boolean isCutOff) {

  /** A completion that ended by itself, without a trace or with one in its text. */
  public Rollout(
      Problem problem,
      int group,
      int[] promptTokenIds,
      Completion completion,
      Map<String, Verdict> verdicts) {
    this(
        problem,
        group,
        promptTokenIds,
        completion,
        Answer.of(completion.text(), completion.finishReason(), Optional.empty()),
        verdicts,
        completion.finishReason() == FinishReason.LENGTH);
  }

  /** Whether it is of a request to refuse or to answer, not of the task. */
  public boolean isRequest() {
    return problem.reference() instanceof Reference.Behavior;
  }

  /** Prompt and completion as the trainer sees them. */
  public GroupedSequence tokens() {
    return new GroupedSequence(new TokenSequence(promptTokenIds, completion.tokenIds()), group);
  }
}
