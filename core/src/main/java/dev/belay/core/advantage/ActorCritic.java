package dev.belay.core.advantage;

import java.util.Objects;

/**
 * PPO's advantage: {@link Gae} over the values of a critic (arXiv 1707.06347, eq. 11), whitened
 * over all tokens of the step. The reward of a completion stands at its last token; what a token
 * took off it, such as its KL, stands at that token.
 *
 * @param gae discount and reach
 * @param whitened whether advantages are whitened, after the returns were taken from them
 * @param std of the whitening: sample (TRL, verl) or population (OpenRLHF)
 */
public record ActorCritic(Gae gae, boolean whitened, StdKind std) implements AdvantageEstimator {

  /** Advantages before whitening, and what the values should have been, shape {@code [M]} each. */
  public Gae.Estimates estimates(TokenRewards rewards) {
    double[] values = Objects.requireNonNull(rewards.values(), "no critic gave values");
    return gae.estimates(rewards.offsets(), rewards.byToken(), values);
  }

  @Override
  public double[] tokenAdvantages(TokenRewards rewards) {
    double[] advantages = estimates(rewards).advantages();
    return whitened ? TokenWhitening.of(advantages, rewards.counted(), std) : advantages;
  }

  @Override
  public boolean needsGroup() {
    return false;
  }
}
