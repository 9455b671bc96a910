package dev.belay.core.drift;

/**
 * The coefficient of the whole completion that averaging over tokens amounts to, at constant length
 * (drift specification §8.3).
 *
 * @param effectiveBeta the coefficient that the theorems are about
 * @param tv the bound with it, {@code tanh(range/(4 effectiveBeta))}
 */
public record EffectiveBeta(double effectiveBeta, double tv) {

  /** What is summed over a completion's tokens and what is averaged. */
  public enum Mode {
    /** Reward per completion, KL summed over its tokens. */
    SUM_SUM,
    /** Both divided by the length, which is the same for all. */
    MEAN_MEAN_CONST_LENGTH,
    /** Reward per completion, KL averaged over its tokens. */
    SUM_REWARD_MEAN_KL,
    /** Reward divided by the length, KL summed. */
    MEAN_REWARD_SUM_KL
  }

  /**
   * From what the recipe says.
   *
   * @param beta above 0
   * @param range of the reward, 0 or more
   * @param length tokens of a completion, above 0
   */
  public static EffectiveBeta of(double beta, double range, double length, Mode mode) {
    Require require = Require.section("8.3");
    require.positive("beta", beta);
    require.nonNegative("range", range);
    require.positive("length", length);
    double effective =
        switch (mode) {
          case SUM_SUM, MEAN_MEAN_CONST_LENGTH -> beta;
          case SUM_REWARD_MEAN_KL -> beta / length;
          case MEAN_REWARD_SUM_KL -> beta * length;
        };
    return new EffectiveBeta(effective, Math.tanh(range / effective / 4));
  }
}
