package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Losses of pairs fit the interface: DPO (arXiv 2305.18290, eq. 7) by log-probs of whole
 * completions, and a reward model's Bradley–Terry loss by the values at their last tokens, each
 * written out here once more, apart from the class that trains with it.
 */
class PairObjectiveTest {

  /** Tokens 0 and 1 are the chosen completion, 2 to 4 the rejected one. */
  private static final int[] OFFSETS = {0, 2, 5};

  private static double logSigmoid(double margin) {
    return -Math.log1p(Math.exp(-margin));
  }

  private record Dpo(double beta) implements Objective {
    @Override
    public Needs needs() {
      return new Needs(true, false, true);
    }

    @Override
    public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
      double[] ref = Objects.requireNonNull(scores.refLogProbs());
      double margin = 0;
      for (int t = 0; t < OFFSETS[2]; t++) {
        margin += sign(t) * beta * (scores.logProbs()[t] - ref[t]);
      }
      for (int t = 0; t < OFFSETS[2]; t++) {
        out.set(t, -beta * sign(t) / (1 + Math.exp(margin)), 0, 0);
      }
      return -logSigmoid(margin);
    }

    private static int sign(int t) {
      return t < OFFSETS[1] ? 1 : -1;
    }
  }

  private record BradleyTerry() implements Objective {
    @Override
    public Needs needs() {
      return new Needs(false, true, true);
    }

    @Override
    public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
      double[] values = Objects.requireNonNull(scores.values());
      double margin = values[OFFSETS[1] - 1] - values[OFFSETS[2] - 1];
      double slope = -1 / (1 + Math.exp(margin));
      out.values()[OFFSETS[1] - 1] = slope;
      out.values()[OFFSETS[2] - 1] = -slope;
      return -logSigmoid(margin);
    }
  }

  private static TokenScores scores() {
    return new TokenScores(
        new double[] {-1, -2, -.5, -3, -1.5},
        new double[] {1, 1, 1, 1, 1},
        null,
        new double[] {-2, -2.5, -1, -1, -2},
        new double[] {9, .4, 9, 9, -.3});
  }

  /** Log-ratios of 1.5 and −1 with β = .1 make a margin of .25. */
  @Test
  void dpoByHandAndByDifferences() {
    TokenSlopes slopes = TokenSlopes.ofSize(5);
    Objective dpo = new Dpo(.1);
    assertThat(dpo.slopes(scores(), 0, 5, slopes)).isCloseTo(-logSigmoid(.25), within(1e-12));
    assertThat(slopes.logProbs()[0]).isCloseTo(-.1 * .437823, within(1e-7));
    assertThat(slopes.logProbs()[4]).isCloseTo(.1 * .437823, within(1e-7));
    ObjectiveSlopes.requireDerivatives(dpo, scores());
  }

  @Test
  void bradleyTerryByHandAndByDifferences() {
    TokenSlopes slopes = TokenSlopes.ofSize(5);
    Objective bradleyTerry = new BradleyTerry();
    assertThat(bradleyTerry.slopes(scores(), 0, 5, slopes))
        .isCloseTo(-logSigmoid(.7), within(1e-12));
    assertThat(slopes.values())
        .containsExactly(new double[] {0, -.331812, 0, 0, .331812}, within(1e-6));
    ObjectiveSlopes.requireDerivatives(bradleyTerry, scores());
  }

  @Test
  void slopesOfAStepAreHandedOutByItsMicroBatches() {
    StepSlopes step = StepSlopes.of(new Dpo(.1), scores());
    assertThat(step.loss()).isCloseTo(-logSigmoid(.25), within(1e-12));
    assertThat(step.needs()).isEqualTo(Needs.NOTHING);
    TokenSlopes part = TokenSlopes.ofSize(2);
    assertThat(step.slopes(scores(), 1, 3, part)).isZero();
    assertThat(part.logProbs()[0]).isEqualTo(step.slopes().logProbs()[1]).isNegative();
    assertThat(part.logProbs()[1]).isEqualTo(step.slopes().logProbs()[2]).isPositive();
  }
}
