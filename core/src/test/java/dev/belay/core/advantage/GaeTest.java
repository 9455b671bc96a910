package dev.belay.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GaeTest {

  /** γ = .9, λ = .5: δ = (.9·.4 − .2 + 0, .9·.6 − .4 + 0, 1 − .6), then backwards with .45. */
  @Test
  void byHand() {
    Gae.Estimates found =
        new Gae(.9, .5)
            .estimates(
                new int[] {0, 3, 4}, new double[] {0, 0, 1, -2}, new double[] {.2, .4, .6, .5});
    double third = 1 - .6;
    double second = .9 * .6 - .4 + .45 * third;
    double first = .9 * .4 - .2 + .45 * second;
    assertThat(found.advantages())
        .containsExactly(new double[] {first, second, third, -2.5}, within(1e-15));
    assertThat(found.returns())
        .containsExactly(new double[] {first + .2, second + .4, 1, -2}, within(1e-15));
  }

  @Test
  void withoutDiscountEveryReturnIsTheRewardStillToCome() {
    double[] rewards = {-.1, .2, 3, 5, -.5};
    double[] values = new Random(3).doubles(5).toArray();
    Gae.Estimates found = new Gae(1, 1).estimates(new int[] {0, 3, 5}, rewards, values);
    assertThat(found.returns())
        .containsExactly(new double[] {3.1, 3.2, 3, 4.5, -.5}, within(1e-12));
    assertThat(found.advantages()[0]).isCloseTo(3.1 - values[0], within(1e-12));
  }

  @Test
  void withLambdaZeroAnAdvantageIsTheErrorOfOneToken() {
    double[] rewards = {0, 1};
    double[] values = {.3, .7};
    Gae.Estimates found = new Gae(1, 0).estimates(new int[] {0, 2}, rewards, values);
    assertThat(found.advantages()).containsExactly(new double[] {.4, .3}, within(1e-15));
  }

  /** The sum written out forwards: A_t = Σ_k (γλ)^k δ_{t+k}. */
  @Test
  void equalsTheSumWrittenOut() {
    Random random = new Random(11);
    double[] rewards = random.doubles(7, -1, 1).toArray();
    double[] values = random.doubles(7, -1, 1).toArray();
    double[] found = new Gae(.97, .8).estimates(new int[] {0, 7}, rewards, values).advantages();
    for (int t = 0; t < 7; t++) {
      double sum = 0;
      for (int k = t; k < 7; k++) {
        double delta = rewards[k] + (k < 6 ? .97 * values[k + 1] : 0) - values[k];
        sum += Math.pow(.97 * .8, k - t) * delta;
      }
      assertThat(found[t]).isCloseTo(sum, within(1e-12));
    }
  }

  @Test
  void aCompletionWithoutARewardTeachesNothing() {
    double[] values = {.2, .4, .6};
    Gae.Estimates found =
        new Gae(1, .95).estimates(new int[] {0, 2, 3}, new double[] {0, Double.NaN, 1}, values);
    assertThat(found.advantages()).containsExactly(new double[] {0, 0, .4}, within(1e-15));
    assertThat(found.returns()).containsExactly(new double[] {.2, .4, 1}, within(1e-15));
  }

  @Test
  void constantsAndShapesAreChecked() {
    assertThatThrownBy(() -> new Gae(1.1, 1)).hasMessageContaining("gamma must lie in [0, 1]");
    assertThatThrownBy(() -> new Gae(1, -.1)).hasMessageContaining("lambda must lie in [0, 1]");
    assertThatThrownBy(
            () -> new Gae(1, 1).estimates(new int[] {0, 2}, new double[2], new double[1]))
        .hasMessageContaining("2 tokens but 2 rewards and 1 values");
  }
}
