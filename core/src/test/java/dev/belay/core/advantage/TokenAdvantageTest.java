package dev.belay.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Estimators that look at single tokens, at terms, or at a greedy completion. */
class TokenAdvantageTest {

  private static final double NONE = Double.NaN;
  private static final Offset<Double> EXACT = within(1e-12);

  /** Completions of two tokens, of one, and of two without a reward; the first two cost .1 each. */
  private static TokenRewards rewards(double @Nullable [] greedy) {
    double[] penalties = {.1, .1, .3, .5, .5};
    return new TokenRewards(
        new RewardBatch(
            new double[] {1 - .2, 0 - .3, NONE},
            new double[] {1, 0, NONE},
            new int[3],
            new int[] {2, 1, 2}),
        List.of(),
        new int[] {0, 2, 3, 5},
        penalties,
        greedy);
  }

  /** What comes after a token, itself included: 1 − .2, then 1 − .1. */
  @Test
  void aReturnIsWhatIsEarnedFromThereOn() {
    assertThat(rewards(null).returns())
        .containsExactly(new double[] {.8, .9, -.3, NONE, NONE}, EXACT);
    TokenRewards whole =
        new TokenRewards(
            new RewardBatch(new double[] {2, 1}, new int[2], new int[] {1, 2}),
            new int[] {0, 1, 3});
    assertThat(whole.returns()).containsExactly(2, 1, 1);
  }

  @Test
  void reinforcePlusPlusWhitensReturns() {
    double mean = (.8 + .9 - .3) / 3;
    double[] off = {.8 - mean, .9 - mean, -.3 - mean};
    double squares = Arrays.stream(off).map(x -> x * x).sum();
    double population = Math.sqrt(squares / 3 + 1e-8);
    assertThat(new ReinforcePlusPlus(StdKind.POPULATION).tokenAdvantages(rewards(null)))
        .containsExactly(
            new double[] {off[0] / population, off[1] / population, off[2] / population, 0, 0},
            EXACT);
    double sample = Math.sqrt(squares / 2 + 1e-8);
    assertThat(new ReinforcePlusPlus(StdKind.SAMPLE).tokenAdvantages(rewards(null))[1])
        .isCloseTo(off[1] / sample, EXACT);
  }

  /** Without penalties and with one prompt it whitens what its variant with a baseline does. */
  @Test
  void withoutPenaltiesOneGroupIsWhitenedAsWithABaseline() {
    RewardBatch batch =
        new RewardBatch(new double[] {1, 0, .5, 0}, new int[4], new int[] {2, 4, 4, 6});
    TokenRewards rewards = new TokenRewards(batch, new int[] {0, 2, 6, 10, 16});
    assertThat(new ReinforcePlusPlus(StdKind.SAMPLE).tokenAdvantages(rewards))
        .containsExactly(
            new ReinforcePlusPlusBaseline(StdKind.SAMPLE).tokenAdvantages(rewards), within(1e-9));
  }

  @Test
  void equalReturnsAndMaskedCompletionsTeachNothing() {
    RewardBatch equal = new RewardBatch(new double[] {.1, .1}, new int[2], new int[] {1, 2});
    assertThat(
            new ReinforcePlusPlus(StdKind.SAMPLE)
                .tokenAdvantages(new TokenRewards(equal, new int[] {0, 1, 3})))
        .containsOnly(0);
    // The second completion is masked: one token is left, and nothing to compare it with.
    RewardBatch masked = new RewardBatch(new double[] {1, 0}, new int[2], new int[] {1, 0});
    assertThat(
            new ReinforcePlusPlus(StdKind.SAMPLE)
                .tokenAdvantages(new TokenRewards(masked, new int[] {0, 1, 3})))
        .containsOnly(0);
  }

  @Test
  void remaxTakesTheGreedyScoreOff() {
    double[] advantages =
        new GreedyBaseline().tokenAdvantages(rewards(new double[] {.25, .25, .25}));
    assertThat(advantages).containsExactly(new double[] {.55, .65, -.55, 0, 0}, EXACT);
    assertThat(new GreedyBaseline().tokenAdvantages(rewards(new double[] {.25, NONE, .25}))[2])
        .isZero();
    assertThatThrownBy(() -> new GreedyBaseline().tokenAdvantages(rewards(null)))
        .hasMessageContaining("no greedy completions");
  }

  private static TokenRewards twoTerms() {
    double[] right = {1, 0, 1, 0};
    double[] shape = {0, 0, 1, 1};
    double[] sum = {1, 0, 3, 2}; // right + 2 shape
    return new TokenRewards(
        new RewardBatch(sum, new int[4], new int[] {1, 1, 1, 1}),
        List.of(new TokenRewards.Part(1, right), new TokenRewards.Part(2, shape)),
        new int[] {0, 1, 2, 3, 4},
        null,
        null);
  }

  /** Each term is ±1 with the population deviation of a half; then −1, −3, 3 and 1 over √5. */
  @Test
  void gdpoNormalisesEachTermAndThenTheirSum() {
    double root = Math.sqrt(5);
    assertThat(new Gdpo(StdKind.POPULATION, 0).tokenAdvantages(twoTerms()))
        .containsExactly(new double[] {-1 / root, -3 / root, 3 / root, 1 / root}, EXACT);
  }

  @Test
  void gdpoLeavesOutWhatHasNoRewardAndWhatIsConstant() {
    double[] term = {1, 0, NONE, 4, 4};
    TokenRewards rewards =
        new TokenRewards(
            new RewardBatch(term, new int[] {0, 0, 0, 1, 1}, new int[] {1, 1, 1, 1, 1}),
            List.of(new TokenRewards.Part(3, term)),
            new int[] {0, 1, 2, 3, 4, 5},
            null,
            null);
    // 3 and −3 in the first group, 0 and 0 in the second: deviation √4.5 over four.
    double one = 3 / Math.sqrt(4.5);
    assertThat(new Gdpo(StdKind.POPULATION, 0).tokenAdvantages(rewards))
        .containsExactly(new double[] {one, -one, 0, 0, 0}, EXACT);
  }

  @Test
  void columnsMustFit() {
    RewardBatch batch = new RewardBatch(new double[2], new int[2], new int[] {1, 1});
    assertThatThrownBy(() -> new TokenRewards(batch, new int[] {0, 1}))
        .hasMessageContaining("2 completions but 2 offsets");
    assertThatThrownBy(
            () -> new TokenRewards(batch, List.of(), new int[] {0, 1, 2}, new double[3], null))
        .hasMessageContaining("expected 2 penalties, found 3");
    assertThatThrownBy(
            () ->
                new TokenRewards(
                    batch,
                    List.of(new TokenRewards.Part(1, new double[1])),
                    new int[] {0, 1, 2},
                    null,
                    null))
        .hasMessageContaining("values of a term");
  }
}
