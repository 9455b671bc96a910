package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two pairs: log-ratios 1.5 of two tokens and −1 of three, so a margin of 2.5; −0.1 of one token
 * and −1.5 of two, so one of 1.4.
 */
class PreferenceObjectiveTest {

  private static final int[] LENGTHS = {2, 3, 1, 2};
  private static final double[] REFERENCE = {-2, -2.5, -1, -1, -2, -0.6, -1.2, -1.5};

  private static double[] policy() {
    return new double[] {-1, -2, -0.5, -3, -1.5, -0.7, -0.2, -4};
  }

  private static TokenScores scores(double[] logProbs) {
    return new TokenScores(logProbs, new double[logProbs.length], null, null, null);
  }

  private static PreferenceObjective objective(PairLoss loss, boolean lengthNormalized) {
    return new PreferenceObjective(PreferenceBatch.of(LENGTHS, REFERENCE), loss, lengthNormalized);
  }

  private static PairLoss loss(String name, double beta, double smoothing) {
    return name.equals("ipo") ? new PairLoss.Ipo(beta) : new PairLoss.Sigmoid(beta, smoothing);
  }

  /** The mean of the two pairs' losses, worked out apart. */
  @ParameterizedTest
  @CsvSource({
    "sigmoid, 0.1, 0, false, 0.6007673011079975",
    "sigmoid, 0.1, 0.2, false, 0.6397673011079975",
    "sigmoid, 0.1, 0, true, 0.6508110117902421",
    "sigmoid, 0.1, 0.2, true, 0.6681443451235756",
    "ipo, 0.1, 0, false, 9.605",
    "ipo, 0.5, 0, true, 0.06472222222222221"
  })
  void goldenLosses(String name, double beta, double smoothing, boolean normalized, double value) {
    Objective objective = objective(loss(name, beta, smoothing), normalized);
    assertThat(objective.slopes(scores(policy()), 0, 8, TokenSlopes.ofSize(8)))
        .isCloseTo(value, within(1e-13));
    ObjectiveSlopes.requireDerivatives(objective, scores(policy()));
  }

  @Test
  void everyTokenOfACompletionHasTheSlopeOfItsPair() {
    TokenSlopes slopes = TokenSlopes.ofSize(8);
    objective(new PairLoss.Sigmoid(0.1, 0), false).slopes(scores(policy()), 0, 8, slopes);
    double first = 0.0437823499114202 / 2;
    double second = 0.0465057054841786 / 2;
    assertThat(slopes.logProbs())
        .containsExactly(
            new double[] {-first, -first, first, first, first, -second, second, second},
            within(1e-15));

    objective(new PairLoss.Sigmoid(0.1, 0), true).slopes(scores(policy()), 0, 8, slopes);
    first = 0.0472943123367993 / 2;
    second = 0.0483755718937928 / 2;
    assertThat(slopes.logProbs())
        .containsExactly(
            new double[] {
              -first / 2,
              -first / 2,
              first / 3,
              first / 3,
              first / 3,
              -second,
              second / 2,
              second / 2
            },
            within(1e-15));
  }

  @Test
  void statisticsAreOfTheImplicitRewards() {
    PreferenceStatistics sums =
        objective(new PairLoss.Sigmoid(0.1, 0), false).statistics(scores(policy()));
    assertThat(sums.pairs()).isEqualTo(2);
    assertThat(sums.chosenReward()).isCloseTo(0.07, within(1e-14));
    assertThat(sums.rejectedReward()).isCloseTo(-0.125, within(1e-14));
    assertThat(sums.margin()).isCloseTo(0.195, within(1e-14));
    assertThat(sums.chosenLogProb()).isCloseTo(-1.85, within(1e-14));
    assertThat(sums.rejectedLogProb()).isCloseTo(-4.6, within(1e-14));
    assertThat(sums.right()).isEqualTo(2);
    assertThat(sums.tied()).isZero();

    PreferenceStatistics means =
        objective(new PairLoss.Ipo(0.1), true).statistics(scores(policy()));
    assertThat(means.chosenReward()).isCloseTo(0.0325, within(1e-14));
    assertThat(means.margin()).isCloseTo(0.0866666666666667, within(1e-14));
    assertThat(means.chosenLogProb()).isCloseTo(-1.85, within(1e-14));
  }

  /** As before the first update: no pair is decided, so there is nothing to be right about. */
  @Test
  void aPolicyThatIsTheReferenceTiesEveryPair() {
    PreferenceStatistics start =
        objective(new PairLoss.Sigmoid(0.1, 0), false).statistics(scores(REFERENCE.clone()));
    assertThat(start.tied()).isEqualTo(2);
    assertThat(start.decided()).isZero();
    assertThat(start.right()).isZero();
    assertThat(start.margin()).isZero();
  }

  @Test
  void aPairThatIsTheWrongWayRoundIsNotRight() {
    double[] worse = policy();
    worse[0] -= 2.6;
    PreferenceStatistics statistics =
        objective(new PairLoss.Sigmoid(0.1, 0), false).statistics(scores(worse));
    assertThat(statistics.right()).isEqualTo(1);
    assertThat(statistics.decided()).isEqualTo(2);
  }

  /** What both completions of a pair gain alike, such as by a shared beginning, changes nothing. */
  @Test
  void aShiftOfBothCompletionsChangesNothing() {
    Objective objective = objective(new PairLoss.Sigmoid(0.7, 0.1), false);
    double before = objective.slopes(scores(policy()), 0, 8, TokenSlopes.ofSize(8));
    double[] shifted = policy();
    shifted[1] += 0.4;
    shifted[3] += 0.4;
    shifted[5] -= 1.1;
    shifted[6] -= 1.1;
    assertThat(objective.slopes(scores(shifted), 0, 8, TokenSlopes.ofSize(8)))
        .isCloseTo(before, within(1e-13));
  }

  @Test
  void changingTheSidesOfAPairChangesTheSign() {
    double[] swapped = {-0.5, -3, -1.5, -1, -2};
    double[] reference = {-1, -1, -2, -2, -2.5};
    PreferenceBatch batch = PreferenceBatch.of(new int[] {3, 2}, reference);
    PreferenceStatistics statistics =
        new PreferenceObjective(batch, new PairLoss.Sigmoid(0.1, 0), false)
            .statistics(scores(swapped));
    assertThat(statistics.margin()).isCloseTo(-0.25, within(1e-14));
  }

  @Test
  void aMarginTakesTheWholeStep() {
    Objective objective = objective(new PairLoss.Ipo(1), false);
    assertThat(objective.needs()).isEqualTo(new Needs(false, false, true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objective.slopes(scores(policy()), 0, 5, TokenSlopes.ofSize(5)));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9})
  void aReferenceOfOtherTokensIsRefused(int tokens) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PreferenceBatch.of(LENGTHS, new double[tokens]));
  }

  @Test
  void aCompletionWithoutItsOtherIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PreferenceBatch.of(new int[] {1, 1, 1}, new double[3]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PreferenceBatch.of(new int[] {}, new double[0]));
  }
}
