package dev.belay.train.step;

import dev.belay.core.data.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of a greedy completion of every prompt of a step, by the policy that sampled the step: the
 * baseline of ReMax ({@link dev.belay.core.advantage.GreedyBaseline}).
 */
public final class GreedyScores {

  private final RolloutStep greedy;
  private final RewardStep reward;

  /**
   * A way to score prompts.
   *
   * @param greedy makes one completion of a prompt, the most likely token at each place
   * @param reward of which the score is taken, without the KL
   */
  public GreedyScores(RolloutStep greedy, RewardStep reward) {
    this.greedy = greedy;
    this.reward = reward;
  }

  /**
   * Completes every prompt of a step once.
   *
   * @param rollouts of the step
   * @return of the prompt of each of them, shape {@code [B]}; NaN where a verdict is undecided
   */
  public double[] of(long step, List<Rollout> rollouts) {
    Map<Integer, Problem> problems = new LinkedHashMap<>();
    for (Rollout rollout : rollouts) {
      problems.putIfAbsent(rollout.group(), rollout.problem());
    }
    List<Rollout> completed = greedy.run(step, new ArrayList<>(problems.values()));
    double[] scores = reward.score(completed).scores();
    Map<Integer, Double> ofGroups = new LinkedHashMap<>();
    for (Integer group : problems.keySet()) {
      ofGroups.put(group, scores[ofGroups.size()]);
    }
    double[] ofCompletions = new double[rollouts.size()];
    Arrays.setAll(ofCompletions, i -> ofGroups.getOrDefault(rollouts.get(i).group(), Double.NaN));
    return ofCompletions;
  }
}
