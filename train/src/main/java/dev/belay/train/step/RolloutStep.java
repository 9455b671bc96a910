package dev.belay.train.step;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.safety.judge.BehaviorVerifier;
import dev.belay.session.model.ChatPrompts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Samples a group of completions for each prompt and has every verifier judge them. */
public final class RolloutStep {

  private final TextGenerator generator;
  private final ChatPrompts prompts;
  private final List<Verifier> verifiers;
  private final Sampling sampling;
  private final int groupSize;
  private final long seed;

  /**
   * A way to roll out.
   *
   * @param generator samples from the policy's current weights
   * @param verifiers give each completion its verdicts; each name once
   * @param seed the run's seed
   */
  public RolloutStep(
      TextGenerator generator,
      ChatPrompts prompts,
      List<Verifier> verifiers,
      Sampling sampling,
      int groupSize,
      long seed) {
    this.generator = generator;
    this.prompts = prompts;
    this.verifiers = List.copyOf(verifiers);
    this.sampling = sampling;
    this.groupSize = groupSize;
    this.seed = seed;
  }

  /** Rolls out the problems of one step: {@code problems.size() · groupSize} completions. */
  public List<Rollout> run(long step, List<Problem> problems) {
    return run(step, 0, problems);
  }

  /**
   * Rolls out further problems of a step.
   *
   * @param firstGroup number of the first of them within the step
   */
  public List<Rollout> run(long step, int firstGroup, List<Problem> problems) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int group = 0; group < problems.size(); group++) {
      int[] prompt = prompts.prompt(problems.get(group));
      for (int member = 0; member < groupSize; member++) {
        long own = Seeds.derive(seed, "rollout", step, (long) firstGroup + group, member);
        requests.add(new GenerationRequest(prompt, own));
      }
    }
    List<Completion> completions = generator.generate(requests, sampling);
    List<Attempt> attempts = new ArrayList<>(completions.size());
    for (int i = 0; i < completions.size(); i++) {
      Completion completion = completions.get(i);
      Answer answer =
          Answer.of(completion.text(), completion.finishReason(), prompts.opensReasoning());
      attempts.add(new Attempt(answer, problems.get(i / groupSize)));
    }
    List<Map<String, Verdict>> verdicts = verdicts(completions, attempts);
    List<Rollout> rollouts = new ArrayList<>(completions.size());
    for (int i = 0; i < completions.size(); i++) {
      rollouts.add(
          new Rollout(
              attempts.get(i).problem(),
              firstGroup + i / groupSize,
              requests.get(i).promptTokenIds(),
              completions.get(i),
              attempts.get(i).answer(),
              verdicts.get(i),
              isCutOff(completions.get(i), attempts.get(i))));
    }
    return List.copyOf(rollouts);
  }

  private boolean isCutOff(Completion completion, Attempt attempt) {
    List<Verifier> asked =
        verifiers.stream().filter(one -> concerns(one, attempt.problem())).toList();
    return asked.isEmpty()
        ? completion.finishReason() == FinishReason.LENGTH
        : asked.stream().anyMatch(one -> Ended.isCutOff(completion, one, attempt));
  }

  /** Requests have a verifier of their own, and the task's have nothing to say of them. */
  private static boolean concerns(Verifier verifier, Problem problem) {
    return verifier instanceof BehaviorVerifier
        == problem.reference() instanceof Reference.Behavior;
  }

  /** What each verifier decides of each completion, by its name; in the order of completions. */
  private List<Map<String, Verdict>> verdicts(
      List<Completion> completions, List<Attempt> attempts) {
    List<Map<String, Verdict>> all = new ArrayList<>();
    completions.forEach(_ -> all.add(new LinkedHashMap<>()));
    for (Verifier verifier : verifiers) {
      int[] asked =
          IntStream.range(0, attempts.size())
              .filter(i -> concerns(verifier, attempts.get(i).problem()))
              .toArray();
      List<Verdict> ofTexts =
          verifier.verifyAll(IntStream.of(asked).mapToObj(attempts::get).toList());
      for (int k = 0; k < asked.length; k++) {
        int i = asked[k];
        Verdict verdict =
            Ended.verdict(completions.get(i), verifier, attempts.get(i), ofTexts.get(k));
        all.get(i).put(verifier.name(), verdict);
      }
    }
    return all;
  }
}
