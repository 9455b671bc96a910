package dev.belay.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActorCriticTest {

  /** Completions of 2, 3 and 1 tokens; the KL took .1 a token off the first two. */
  private static TokenRewards rewards(double[] rewards, int... counted) {
    double[] penalties = {.1, .1, .1, .1, .1, 0};
    double[] scores = {rewards[0] + .2, rewards[1] + .3, rewards[2]};
    return new TokenRewards(
        new RewardBatch(rewards, scores, new int[] {0, 0, 1}, counted),
        List.of(),
        new int[] {0, 2, 5, 6},
        penalties,
        null);
  }

  private static ActorCritic plain(double lambda) {
    return new ActorCritic(new Gae(1, lambda), false, StdKind.SAMPLE);
  }

  /** Scores of 1, 0 and 2 stand at the last tokens, what the KL took at every token. */
  @Test
  void theRewardStandsAtTheLastTokenAndPenaltiesAtTheirOwn() {
    TokenRewards rewards = rewards(new double[] {.8, -.3, 2}, 2, 3, 1);
    assertThat(rewards.byToken())
        .containsExactly(new double[] {-.1, .9, -.1, -.1, -.1, 2}, within(1e-12));
    double[] values = {.5, .5, 0, 0, 0, 1};
    assertThat(plain(1).tokenAdvantages(rewards.withValues(values)))
        .containsExactly(new double[] {.3, .4, -.3, -.2, -.1, 1}, within(1e-12));
    assertThat(plain(1).estimates(rewards.withValues(values)).returns())
        .containsExactly(new double[] {.8, .9, -.3, -.2, -.1, 2}, within(1e-12));
    assertThat(plain(0).tokenAdvantages(rewards.withValues(values))[0])
        .isCloseTo(-.1, within(1e-12));
  }

  /** Whitening comes after the returns; one that is masked and one without a reward stay out. */
  @Test
  void whatDoesNotCountIsNotWhitenedNorHeard() {
    TokenRewards rewards =
        rewards(new double[] {.8, Double.NaN, 2}, 2, 3, 1).withValues(new double[6]);
    ActorCritic whitened = new ActorCritic(new Gae(1, 1), true, StdKind.SAMPLE);
    double[] advantages = whitened.tokenAdvantages(rewards);
    double[] counted = {advantages[0], advantages[1], advantages[5]};
    assertThat(Arrays.stream(counted).sum()).isCloseTo(0, within(1e-12));
    assertThat(Arrays.stream(counted).map(a -> a * a).sum()).isCloseTo(2, within(1e-6));
    assertThat(Arrays.copyOfRange(advantages, 2, 5)).containsOnly(0);
    assertThat(whitened.estimates(rewards).returns()[0]).isCloseTo(.8, within(1e-12));

    TokenRewards masked = rewards(new double[] {.8, -.3, 2}, 2, 0, 1).withValues(new double[6]);
    assertThat(masked.counted()).containsExactly(true, true, false, false, false, true);
    assertThat(Arrays.copyOfRange(whitened.tokenAdvantages(masked), 2, 5)).containsOnly(0);
  }

  @Test
  void itNeedsNoGroup() {
    assertThat(plain(1).needsGroup()).isFalse();
    assertThat(plain(1).countsPenalties()).isTrue();
  }
}
