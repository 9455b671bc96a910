package dev.belay.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdvantageEstimatorTest {

  private static final double NONE = Double.NaN;
  private static final Offset<Double> PUBLISHED = within(5e-6);

  private static final List<CompletionEstimator> ALL =
      List.of(
          new Grpo(StdKind.SAMPLE, 1e-4),
          new Grpo(StdKind.POPULATION, 0),
          new DrGrpo(),
          new Rloo(),
          new LeaveOneOutNormalised(1e-6),
          new Opo(),
          new Gpg(),
          new ReinforcePlusPlusBaseline(StdKind.SAMPLE),
          new ReinforcePlusPlusBaseline(StdKind.POPULATION),
          new BatchMeanBaseline());

  static Stream<CompletionEstimator> all() {
    return ALL.stream();
  }

  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of(new Grpo(StdKind.SAMPLE, 1e-4), 1.49970, -.49990), // TRL
        Arguments.of(new Grpo(StdKind.SAMPLE, 1e-6), 1.499997, -.499999), // verl
        Arguments.of(new Grpo(StdKind.SAMPLE, 1e-9), 1.5, -.5), // OpenRLHF
        Arguments.of(new Grpo(StdKind.POPULATION, 1e-8), 1.732051, -.577350), // open-instruct
        Arguments.of(new DrGrpo(), .75, -.25),
        Arguments.of(new Rloo(), 1.0, -.333333),
        Arguments.of(new Opo(), .875, -.125),
        Arguments.of(new LeaveOneOutNormalised(1e-6), 1.0, -.577349), // NeMo RL
        Arguments.of(new Grpo(StdKind.SAMPLE, 1e-6, LoneReward.REWARD), 1.499997, -.499999), // verl
        Arguments.of(new Gpg(), .75, -.25),
        Arguments.of(new ReinforcePlusPlusBaseline(StdKind.SAMPLE), 2.561738, -.365963), // verl
        Arguments.of(
            new ReinforcePlusPlusBaseline(StdKind.POPULATION), 2.645751, -.377964), // OpenRLHF
        Arguments.of(new BatchMeanBaseline(), .75, -.25));
  }

  @ParameterizedTest
  @MethodSource("published")
  void oneRightOfFourGivesThePeersNumbers(
      CompletionEstimator estimator, double right, double wrong) {
    RewardBatch batch =
        new RewardBatch(new double[] {1, 0, 0, 0}, new int[4], new int[] {2, 4, 4, 6});
    double[] advantages = estimator.advantages(batch);
    assertThat(advantages[0]).isCloseTo(right, PUBLISHED);
    for (int i = 1; i < 4; i++) {
      assertThat(advantages[i]).isCloseTo(wrong, PUBLISHED);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void addingAConstantToEveryRewardChangesNothing(CompletionEstimator estimator) {
    RewardBatch batch = random(new Random(1), 24, 4);
    double[] shifted = Arrays.stream(batch.rewards()).map(r -> r + 3.7).toArray();
    assertThat(estimator.advantages(new RewardBatch(shifted, batch.groups(), batch.lengths())))
        .containsExactly(estimator.advantages(batch), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("all")
  void orderOfCompletionsDoesNotMatter(CompletionEstimator estimator) {
    RewardBatch batch = random(new Random(2), 24, 4);
    double[] expected = estimator.advantages(batch);
    int n = batch.size();
    double[] rewards = new double[n];
    int[] groups = new int[n];
    int[] lengths = new int[n];
    for (int i = 0; i < n; i++) { // 7 and 24 have no common factor: a permutation
      int from = i * 7 % n;
      rewards[i] = batch.rewards()[from];
      groups[i] = batch.groups()[from];
      lengths[i] = batch.lengths()[from];
    }
    double[] actual = estimator.advantages(new RewardBatch(rewards, groups, lengths));
    for (int i = 0; i < n; i++) {
      assertThat(actual[i]).isCloseTo(expected[i * 7 % n], within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void absentRewardGetsZeroAndLeavesTheBaseline(CompletionEstimator estimator) {
    RewardBatch with =
        new RewardBatch(
            new double[] {1, NONE, 0, 0, NONE},
            new int[] {5, 5, 5, 5, 6},
            new int[] {2, 9, 4, 6, 3});
    RewardBatch without =
        new RewardBatch(new double[] {1, 0, 0}, new int[] {5, 5, 5}, new int[] {2, 4, 6});
    double[] kept = estimator.advantages(without);
    assertThat(estimator.advantages(with)).containsExactly(kept[0], 0, kept[1], kept[2], 0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void equalRewardsGiveExactlyZero(CompletionEstimator estimator) {
    double[] rewards = {.1, .1, .1, .1, .1, .1};
    RewardBatch batch = new RewardBatch(rewards, new int[6], new int[] {1, 2, 3, 4, 5, 6});
    assertThat(estimator.advantages(batch)).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneCompletionAloneGetsZero(CompletionEstimator estimator) {
    RewardBatch batch = new RewardBatch(new double[] {1}, new int[] {3}, new int[] {1});
    assertThat(estimator.advantages(batch)).containsExactly(0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void emptyBatchAndBatchWithoutRewards(CompletionEstimator estimator) {
    assertThat(estimator.advantages(new RewardBatch(new double[0], new int[0], new int[0])))
        .isEmpty();
    assertThat(
            estimator.advantages(
                new RewardBatch(new double[] {NONE, NONE}, new int[2], new int[] {3, 4})))
        .containsOnly(0);
  }

  @Test
  void groupOfOneBesideAnotherGroupGetsZeroFromGroupBaselines() {
    RewardBatch batch =
        new RewardBatch(new double[] {1, 1, 0}, new int[] {0, 1, 1}, new int[] {2, 2, 2});
    for (CompletionEstimator estimator :
        List.of(new Grpo(StdKind.SAMPLE, 0), new DrGrpo(), new Rloo(), new Opo())) {
      assertThat(estimator.advantages(batch)[0]).isZero();
    }
  }

  @Test
  void groupOfOneIsItsRewardIfAskedFor() {
    RewardBatch batch =
        new RewardBatch(new double[] {3, 1, 0, NONE}, new int[] {0, 1, 1, 2}, new int[4]);
    assertThat(new Grpo(StdKind.SAMPLE, 0, LoneReward.REWARD).advantages(batch))
        .containsExactly(new double[] {3, Math.sqrt(.5), -Math.sqrt(.5), 0}, within(1e-12));
  }

  @Test
  void gpgStretchesByTheShareOfGroupsWithSignal() {
    RewardBatch batch =
        new RewardBatch(
            new double[] {1, 0, 1, 1, 0, 0, NONE, 1},
            new int[] {0, 0, 1, 1, 2, 2, 2, 3},
            new int[8]);
    // Seven rewards, two of them in the group with signal.
    assertThat(new Gpg().advantages(batch))
        .containsExactly(new double[] {1.75, -1.75, 0, 0, 0, 0, 0, 0}, within(1e-12));
  }

  @Test
  void leftOutDeviationIsThatOfTheOthersAndOfScoresAlone() {
    RewardBatch batch =
        new RewardBatch(
            new double[] {.9, 0, 1, -.2}, new double[] {1, 0, 1, 0}, new int[4], new int[4]);
    double deviation = Math.sqrt(1 / 3.);
    assertThat(new LeaveOneOutNormalised(0).advantages(batch))
        .containsExactly(
            new double[] {
              (.9 - .8 / 3) / deviation,
              (0 - 1.7 / 3) / deviation,
              (1 - .7 / 3) / deviation,
              (-.2 - 1.9 / 3) / deviation
            },
            within(1e-12));
  }

  @Test
  void groupsAreIndependent() {
    RewardBatch batch =
        new RewardBatch(
            new double[] {1, 10, 0, 30, 0, 20}, new int[] {1, 2, 1, 2, 1, 2}, new int[6]);
    assertThat(new DrGrpo().advantages(batch))
        .containsExactly(new double[] {2 / 3., -10, -1 / 3., 10, -1 / 3., 0}, within(1e-12));
  }

  @Test
  void grpoIsIndifferentToTheScaleOfRewards() {
    RewardBatch batch = random(new Random(3), 24, 4);
    double[] scaled = Arrays.stream(batch.rewards()).map(r -> 10 * r).toArray();
    Grpo grpo = new Grpo(StdKind.SAMPLE, 0);
    assertThat(grpo.advantages(new RewardBatch(scaled, batch.groups(), batch.lengths())))
        .containsExactly(grpo.advantages(batch), within(1e-9));
  }

  @Test
  void rlooComparesWithTheOthers() {
    RewardBatch batch = new RewardBatch(new double[] {3, 1, 8}, new int[3], new int[3]);
    assertThat(new Rloo().advantages(batch))
        .containsExactly(new double[] {-1.5, -4.5, 6}, within(1e-12));
  }

  @Test
  void opoOfEmptyCompletionsIsZero() {
    RewardBatch batch = new RewardBatch(new double[] {1, 0}, new int[2], new int[2]);
    assertThat(new Opo().advantages(batch)).containsExactly(0, 0);
  }

  @Test
  void inconsistentOrInfiniteInputIsRefused() {
    assertThatThrownBy(() -> new RewardBatch(new double[2], new int[2], new int[3]))
        .hasMessageContaining("2, 2, 3");
    assertThatThrownBy(
            () ->
                new RewardBatch(new double[] {0, Double.POSITIVE_INFINITY}, new int[2], new int[2]))
        .hasMessageContaining("reward 1 is Infinity");
    assertThatThrownBy(() -> new RewardBatch(new double[1], new int[1], new int[] {-1}))
        .hasMessageContaining("length 0 is -1");
    assertThatThrownBy(() -> new Grpo(StdKind.SAMPLE, -1)).hasMessageContaining("eps");
  }

  private static RewardBatch random(Random random, int n, int groupSize) {
    double[] rewards = random.doubles(n).toArray();
    int[] groups = new int[n];
    Arrays.setAll(groups, i -> i / groupSize);
    return new RewardBatch(rewards, groups, random.ints(n, 1, 20).toArray());
  }

  @Test
  void grpoScalesPenaltiesByTheScoresAlone() {
    double[] scores = {1, 0, 1, 1};
    double[] rewards = {1 - 0.01, 0, 1 - 0.02, 1};
    int[] groups = {0, 0, 1, 1};
    RewardBatch batch = new RewardBatch(rewards, scores, groups, new int[] {3, 3, 3, 3});

    double[] advantages = new Grpo(StdKind.POPULATION, 0).advantages(batch);

    // Group 0: deviation of the scores 1/2, so (0.99 - 0.495) / 0.5. Group 1 is solved: its KL
    // keeps its size, where the deviation of the rewards would blow 0.01 up to 1.
    assertThat(advantages).containsExactly(new double[] {0.99, -0.99, -0.01, 0.01}, offset(1e-12));
  }
}
