package dev.belay.train.step;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import java.util.ArrayList;
import java.util.List;

/** Samples a group of completions for each prompt and has them verified. */
public final class RolloutStep {

  private final TextGenerator generator;
  private final ChatPrompts prompts;
  private final Verifier verifier;
  private final Sampling sampling;
  private final int groupSize;
  private final long seed;

  /**
   * A way to roll out.
   *
   * @param generator samples from the policy's current weights
   * @param seed the run's seed
   */
  public RolloutStep(
      TextGenerator generator,
      ChatPrompts prompts,
      Verifier verifier,
      Sampling sampling,
      int groupSize,
      long seed) {
    this.generator = generator;
    this.prompts = prompts;
    this.verifier = verifier;
    this.sampling = sampling;
    this.groupSize = groupSize;
    this.seed = seed;
  }

  /** Rolls out the problems of one step: {@code problems.size() · groupSize} completions. */
  public List<Rollout> run(long step, List<Problem> problems) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int group = 0; group < problems.size(); group++) {
      int[] prompt = prompts.prompt(problems.get(group).question());
      for (int member = 0; member < groupSize; member++) {
        requests.add(
            new GenerationRequest(prompt, Seeds.derive(seed, "rollout", step, group, member)));
      }
    }
    List<Completion> completions = generator.generate(requests, sampling);
    List<Rollout> rollouts = new ArrayList<>(completions.size());
    for (int i = 0; i < completions.size(); i++) {
      Problem problem = problems.get(i / groupSize);
      Completion completion = completions.get(i);
      rollouts.add(
          new Rollout(
              problem,
              i / groupSize,
              requests.get(i).promptTokenIds(),
              completion,
              verifier.verify(completion.text(), problem)));
    }
    return List.copyOf(rollouts);
  }
}
