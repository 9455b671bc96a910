package dev.belay.measure.drift;

import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.TokenRewards;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.PolicyObjective;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Trains a tabular policy with the parts that train a network: advantages of {@code
 * core.advantage}, the objective of {@code core.objective}, the KL of a completion as {@link
 * RolloutBatch#sequenceKls} has it.
 *
 * @param task the prompt
 * @param algorithm advantage, loss and aggregation
 * @param rewardCoef what a nat costs in the reward; 0 if the KL is in the loss
 * @param lossKl the penalty in the loss, if there is one
 * @param groupSize completions of a group
 */
record TabularTrainer(
    TabularTask task,
    Algorithm algorithm,
    double rewardCoef,
    Optional<KlTerm> lossKl,
    int groupSize) {
  private static final int MOST_STEPS = 5000;

  /** Slopes below this are still: with doubles, and where the KL of rollouts is of floats. */
  private static final double STILL = 1e-10;

  private static final double STILL_AS_FLOATS = 5e-7;

  /**
   * Follows the exact expected gradient, over all groups with their probabilities, until the policy
   * stands still.
   *
   * @return the law of completions
   */
  double[] converge(double learningRate) {
    TabularPolicy policy = new TabularPolicy(task);
    TabularGroups all = TabularGroups.all(task.completions(), groupSize);
    double moved = Double.NaN;
    double still = rewardCoef > 0 ? STILL_AS_FLOATS : STILL;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] law = task.law(policy.laws());
      double[] probabilities = all.probabilities(law, groupSize);
      RolloutBatch batch = batch(all.paths(), policy);
      double[] weights = algorithm.aggregation().tokenWeights(batch.lengths(), longest());
      for (int i = 0; i < weights.length; i++) {
        // A mean over completions becomes an expectation over groups and their members.
        weights[i] *= weights.length * probabilities[i] / groupSize;
      }
      PolicyObjective objective =
          new PolicyObjective(
              batch,
              advantages(batch, all),
              weights,
              algorithm.loss(),
              lossKl.orElse(null),
              algorithm.entropyCoef());
      moved = policy.step(all.paths(), slopes(policy, all.paths(), batch, objective), learningRate);
      if (moved < still * learningRate) {
        return task.law(policy.laws());
      }
    }
    throw new IllegalStateException(
        "the policy still moves by %.1e after %d steps".formatted(moved, MOST_STEPS));
  }

  /**
   * Follows gradients of sampled groups with a falling learning rate.
   *
   * @param count groups of a step
   * @return the law of completions after the last step
   */
  double[] sample(double learningRate, int steps, int count, SplittableRandom random) {
    TabularPolicy policy = new TabularPolicy(task);
    for (int step = 0; step < steps; step++) {
      TabularGroups drawn = TabularGroups.drawn(task.law(policy.laws()), count, groupSize, random);
      RolloutBatch batch = batch(drawn.paths(), policy);
      PolicyObjective objective =
          algorithm.objective(batch, batch.lengths(), advantages(batch, drawn), lossKl, longest());
      double rate = learningRate / (1 + 20.0 * step / steps);
      policy.step(drawn.paths(), slopes(policy, drawn.paths(), batch, objective), rate);
    }
    return task.law(policy.laws());
  }

  private double[] advantages(RolloutBatch batch, TabularGroups groups) {
    double[] scores = new double[groups.paths().length];
    double[] rewards = new double[scores.length];
    double[] kls = batch.sequenceKls();
    double[] penalties = batch.tokenKls();
    for (int t = 0; t < penalties.length; t++) {
      penalties[t] = rewardCoef * penalties[t];
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] = task.g()[groups.paths()[i]];
      rewards[i] = scores[i] - rewardCoef * kls[i];
    }
    return algorithm
        .advantage()
        .tokenAdvantages(
            new TokenRewards(
                new RewardBatch(rewards, scores, groups.groups(), batch.lengths()),
                List.of(new TokenRewards.Part(1, scores)),
                batch.offsets(),
                penalties,
                null));
  }

  private static TokenSlopes slopes(
      TabularPolicy policy, int[] paths, RolloutBatch batch, PolicyObjective objective) {
    TokenScores scores = policy.scores(paths, batch.tokens());
    TokenSlopes slopes = TokenSlopes.ofSize(batch.tokens());
    double loss = objective.slopes(scores, 0, batch.tokens(), slopes);
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss is " + loss);
    }
    return slopes;
  }

  private RolloutBatch batch(int[] paths, TabularPolicy policy) {
    double[][] laws = policy.laws();
    List<float[]> sampled = new ArrayList<>();
    int tokens = 0;
    for (int path : paths) {
      float[] logProbs = new float[task.states()[path].length];
      for (int t = 0; t < logProbs.length; t++) {
        logProbs[t] = (float) Math.log(laws[task.states()[path][t]][task.tokens()[path][t]]);
      }
      sampled.add(logProbs);
      tokens += logProbs.length;
    }
    double[] reference = new double[tokens];
    int at = 0;
    for (int path : paths) {
      for (int t = 0; t < task.states()[path].length; t++) {
        reference[at++] =
            Math.log(task.reference()[task.states()[path][t]][task.tokens()[path][t]]);
      }
    }
    return RolloutBatch.sampled(sampled).withRefLogProbs(reference);
  }

  private int longest() {
    int longest = 0;
    for (int[] states : task.states()) {
      longest = Math.max(longest, states.length);
    }
    return longest;
  }
}
