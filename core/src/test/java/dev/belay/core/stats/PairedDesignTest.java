package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedDesignTest {

  @Test
  void smallestMarginIsTheOneThatNeedsSoManyPairs() {
    for (double discordant : new double[] {0, 0.02, 0.1, 0.3}) {
      double margin = PairedDesign.smallestMargin(520, discordant, 0.025, 0.8);
      assertThat(new PairedDesign(margin, 0, discordant, 0.025, 0.8).rawPairs())
          .isCloseTo(520, within(1e-6));
    }
    assertThat(PairedDesign.smallestMargin(520, 0.2, 0.025, 0.8))
        .isGreaterThan(PairedDesign.smallestMargin(520, 0.1, 0.025, 0.8))
        .isLessThan(PairedDesign.smallestMargin(100, 0.2, 0.025, 0.8));
  }

  @Test
  void tooFewPairsProveNoMargin() {
    assertThat(PairedDesign.smallestMargin(1, 0.5, 0.025, 0.8)).isGreaterThan(0.7);
  }

  @Test
  void powerByFullEnumerationIsTheOnePlanned() {
    // The formula is an approximation; its own promise is .81 to .83 for a power of .80.
    for (double margin : new double[] {0.03, 0.05, 0.1}) {
      PairedDesign design = new PairedDesign(margin, 0, 0.1, 0.025, 0.8);
      assertThat(enumerated(design, (int) design.pairs())).isBetween(0.78, 0.84);
    }
  }

  /** The sum of the trinomial law over every table that proves the margin. */
  private static double enumerated(PairedDesign design, int n) {
    double lost = (design.discordant() + design.drop()) / 2;
    double gained = (design.discordant() - design.drop()) / 2;
    double[] logFactorial = new double[n + 1];
    for (int i = 1; i <= n; i++) {
      logFactorial[i] = logFactorial[i - 1] + Math.log(i);
    }
    double power = 0;
    for (int b = 0; b <= n; b++) {
      for (int c = 0; b + c <= n; c++) {
        double logLaw =
            logFactorial[n]
                - logFactorial[b]
                - logFactorial[c]
                - logFactorial[n - b - c]
                + b * Math.log(lost)
                + c * Math.log(gained)
                + (n - b - c) * Math.log1p(-lost - gained);
        PairedOutcomes pairs = new PairedOutcomes(0, b, c, n - b - c);
        if (logLaw > -40
            && TangoInterval.pNonInferiority(pairs, design.margin()) < design.alpha()) {
          power += Math.exp(logLaw);
        }
      }
    }
    return power;
  }

  @Test
  void withoutLossTheExactCertificateNeedsTheRuleOfThree() {
    assertThat(PairedDesign.pairsWithoutLoss(0.01, 0.05)).isEqualTo(299);
    PairedOutcomes none = new PairedOutcomes(299, 0, 0, 0);
    assertThat(ExactDrop.upperLimit(none, 0.95)).isLessThan(0.01);
    assertThat(ExactDrop.upperLimit(new PairedOutcomes(298, 0, 0, 0), 0.95)).isGreaterThan(0.01);
  }

  @Test
  void impossibleDesignsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedDesign(0.05, -0.2, 0.1, 0.05, 0.8))
        .withMessageContaining("changed pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedDesign(0.05, 0, 0.1, 0.05, 1))
        .withMessageContaining("power");
  }
}
