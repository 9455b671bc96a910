package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SignFlipTestTest {

  @Test
  void byHand() {
    // Sums of 1, 1/2 and 1/2 with any signs: 2, 1, 1, 0, 0, -1, -1, -2.
    assertThat(SignFlipTest.pTwoSided(new double[] {1, .5, .5})).isCloseTo(.25, within(1e-15));
    assertThat(SignFlipTest.pTwoSided(new double[] {1, .5, -.5})).isCloseTo(.75, within(1e-15));
    assertThat(SignFlipTest.pTwoSided(new double[] {1, -.5, -.5})).isEqualTo(1);
    assertThat(SignFlipTest.pTwoSided(new double[] {0, 0})).isEqualTo(1);
    assertThat(SignFlipTest.pTwoSided(new double[0])).isEqualTo(1);
  }

  @Test
  void isMcNemarsForPairsOfVerdicts() {
    for (int lost = 0; lost < 20; lost++) {
      for (int gained = 0; gained < 9; gained++) {
        double[] differences = new double[lost + gained + 3];
        Arrays.fill(differences, 0, lost, -1);
        Arrays.fill(differences, lost, lost + gained, 1);
        PairedOutcomes pairs = new PairedOutcomes(2, lost, gained, 1);
        assertThat(SignFlipTest.pTwoSided(differences))
            .isCloseTo(McNemarExact.pTwoSided(pairs), within(1e-12));
      }
    }
  }

  @Test
  void isTheCountOfAllSigns() {
    SplittableRandom random = new SplittableRandom(9);
    for (int trial = 0; trial < 50; trial++) {
      int[] eighths = random.ints(random.nextInt(1, 12), -8, 9).toArray();
      int observed = Math.abs(Arrays.stream(eighths).sum());
      int asFar = 0;
      for (int signs = 0; signs < 1 << eighths.length; signs++) {
        int sum = 0;
        for (int i = 0; i < eighths.length; i++) {
          sum += (signs >> i & 1) == 0 ? eighths[i] : -eighths[i];
        }
        asFar += Math.abs(sum) >= observed ? 1 : 0;
      }
      double[] differences = Arrays.stream(eighths).mapToDouble(e -> e / 8.0).toArray();
      assertThat(SignFlipTest.pTwoSided(differences))
          .isCloseTo((double) asFar / (1 << eighths.length), within(1e-12));
    }
  }

  @Test
  void sizeOfTheUnitDoesNotMatter() {
    // Thirteenths are no multiples of 1/840; that all changed the same way is seen all the same.
    double[] small = new double[6];
    Arrays.fill(small, -1 / 13.0);
    assertThat(SignFlipTest.pTwoSided(small)).isCloseTo(1 / 32.0, within(1e-15));
    double[] many = new double[1000];
    Arrays.setAll(many, i -> (i % 13 + 1) / 13.0 * (i % 2 == 0 ? 1 : -1));
    assertThat(SignFlipTest.pTwoSided(many)).isBetween(0.5, 1.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignFlipTest.pTwoSided(new double[] {1.5}));
  }
}
