package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.stats.BinomialMixture.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BinomialMixtureTest {

  private static final DoubleUnaryOperator ITSELF = DoubleUnaryOperator.identity();

  private static List<Trials> drawn(int prompts, int n, double[] laws, long seed) {
    Random random = new Random(seed);
    List<Trials> drawn = new ArrayList<>();
    for (int i = 0; i < prompts; i++) {
      int successes = 0;
      for (int t = 0; t < n; t++) {
        successes += random.nextDouble() < laws[i % laws.length] ? 1 : 0;
      }
      drawn.add(new Trials(successes, n));
    }
    return drawn;
  }

  @Test
  void promptsThatNeverAndAlwaysSucceedStayWhatTheyAre() {
    List<Trials> trials = List.of(new Trials(0, 50), new Trials(0, 50), new Trials(50, 50));
    BinomialMixture law = BinomialMixture.of(trials);
    assertThat(law.mean(ITSELF)).isCloseTo(1 / 3.0, within(1e-3));
    assertThat(law.mean(ITSELF, new Trials(0, 50))).isLessThan(1e-3);
    assertThat(law.mean(ITSELF, new Trials(50, 50))).isGreaterThan(1 - 1e-3);
  }

  /** The mean of a mixture is that of its counts: one of the likelihood equations. */
  @Test
  void theMeanIsThatOfTheCounts() {
    List<Trials> trials = drawn(500, 8, new double[] {0, 0.05, 0.1, 0.6}, 3);
    double share = trials.stream().mapToInt(Trials::successes).sum() / (8.0 * 500);
    assertThat(BinomialMixture.of(trials).mean(ITSELF)).isCloseTo(share, within(1e-3));
  }

  /** Half of the prompts never succeed, half one time in five: counts of 0 are of both kinds. */
  @Test
  void whatTrialsShowIsNotWhatAPromptCan() {
    BinomialMixture law = BinomialMixture.of(drawn(4000, 8, new double[] {0, 0.2}, 5));
    double none = Math.pow(0.8, 8);
    // Bayes: of prompts without a success, the share of the second kind is none / (1 + none).
    assertThat(law.mean(ITSELF, new Trials(0, 8))).isCloseTo(0.2 * none / (1 + none), within(0.01));
    // With four successes the counts say one half; the law says a fifth.
    assertThat(law.mean(ITSELF, new Trials(4, 8))).isCloseTo(0.2, within(0.03));
    assertThat(law.mean(ITSELF, new Trials(0, 0))).isCloseTo(0.1, within(0.01));
  }

  @Test
  void nothingTellsNoLaw() {
    assertThatThrownBy(() -> BinomialMixture.of(List.of())).hasMessageContaining("from nothing");
    assertThatThrownBy(() -> new Trials(3, 2)).hasMessageContaining("0..2, was 3");
    assertThat(BinomialMixture.of(List.of(new Trials(0, 0))).mean(ITSELF))
        .isCloseTo(0.5, within(1e-9));
  }
}
