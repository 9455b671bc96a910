package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassAtKTest {

  @ParameterizedTest
  @CsvSource({
    "4, 1, 1, 0.25",
    "4, 1, 2, 0.5", // of 6 pairs 3 have the correct one
    "4, 2, 2, 0.8333333333333334", // one pair of 6 has none
    "10, 3, 5, 0.9166666666666666", // 1 − C(7, 5)/C(10, 5) = 1 − 21/252
    "5, 0, 3, 0",
    "5, 3, 3, 1", // two wrong ones cannot fill three places
    "5, 5, 1, 1",
    "1, 0, 1, 0"
  })
  void countsThePlacesWithoutACorrectOne(int completions, int correct, int k, double expected) {
    assertThat(PassAtK.of(completions, correct, k)).isCloseTo(expected, within(1e-15));
  }

  /**
   * Averaged over draws of 6 from a prompt that is solved with probability p it is 1 − (1 − p)³.
   */
  @Test
  void isUnbiased() {
    double p = 0.3;
    double expected = 0;
    for (int correct = 0; correct <= 6; correct++) {
      double ways = 1;
      for (int i = 0; i < correct; i++) {
        ways *= (6.0 - i) / (i + 1);
      }
      double law = ways * Math.pow(p, correct) * Math.pow(1 - p, 6.0 - correct);
      expected += law * PassAtK.of(6, correct, 3);
    }
    assertThat(expected).isCloseTo(1 - Math.pow(1 - p, 3), within(1e-14));
  }

  @Test
  void growsWithKAndWithCorrectOnesAndStaysExactForMany() {
    for (int k = 1; k < 200; k++) {
      assertThat(PassAtK.of(200, 20, k)).isLessThanOrEqualTo(PassAtK.of(200, 20, k + 1));
      assertThat(PassAtK.of(200, 20, k)).isLessThanOrEqualTo(PassAtK.of(200, 21, k));
    }
    assertThat(PassAtK.of(100_000, 1, 50_000)).isCloseTo(0.5, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 4", "3, 1, 0", "3, 4, 1", "3, -1, 1"})
  void refusesCountsThatCannotBe(int completions, int correct, int k) {
    assertThatThrownBy(() -> PassAtK.of(completions, correct, k))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%d of %d".formatted(correct, completions));
  }
}
