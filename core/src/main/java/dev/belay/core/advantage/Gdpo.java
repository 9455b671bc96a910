package dev.belay.core.advantage;

import java.util.Arrays;

/**
 * GDPO, for several rewards (arXiv 2601.05242): each term is normalised within its group, {@code (x
 * − mean_q) / (std_q + eps)}, the results are added up with the terms' weights, and the sum is
 * normalised over the whole step. Normalising the sum alone, as {@link Grpo} does, lets different
 * mixtures of terms collapse into one advantage.
 *
 * <p>It looks at the terms only: what is taken off the reward, such as the KL, has no say.
 *
 * @param std sample (TRL) or population
 * @param eps added to both standard deviations
 */
public record Gdpo(StdKind std, double eps) implements AdvantageEstimator {

  public Gdpo {
    Grpo.requireEps(eps);
  }

  @Override
  public double[] tokenAdvantages(TokenRewards rewards) {
    RewardBatch batch = rewards.batch();
    double[] sums = new double[batch.size()];
    int[] rewarded = new int[batch.size()];
    int n = 0;
    for (int[] group : batch.rewardedGroups()) {
      for (TokenRewards.Part part : rewards.parts()) {
        double[] normalised = normalised(part.values(), group);
        for (int g = 0; g < group.length; g++) {
          sums[group[g]] += part.weight() * normalised[g];
        }
      }
      System.arraycopy(group, 0, rewarded, n, group.length);
      n += group.length;
    }
    int[] all = Arrays.copyOf(rewarded, n);
    double[] normalised = normalised(sums, all);
    double[] advantages = new double[batch.size()];
    for (int i = 0; i < n; i++) {
      advantages[all[i]] = normalised[i];
    }
    return rewards.spread(advantages);
  }

  /** 0 where all are equal. */
  private double[] normalised(double[] values, int[] members) {
    double[] chosen = Arrays.stream(members).mapToDouble(i -> values[i]).toArray();
    if (Arrays.stream(chosen).allMatch(value -> value == chosen[0])) {
      return new double[chosen.length];
    }
    double mean = Arrays.stream(chosen).sum() / chosen.length;
    double squares = Arrays.stream(chosen).map(v -> (v - mean) * (v - mean)).sum();
    double scale = std.fromSquares(squares, chosen.length) + eps;
    return Arrays.stream(chosen).map(value -> (value - mean) / scale).toArray();
  }

  @Override
  public boolean countsPenalties() {
    return false;
  }
}
