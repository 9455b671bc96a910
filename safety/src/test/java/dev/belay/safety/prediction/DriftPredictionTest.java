package dev.belay.safety.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.drift.BinaryReward;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftPredictionTest {

  /** Completions by success and safety: both, success alone, safety alone, neither. */
  private static PromptSample sample(String id, int both, int success, int safe, int neither) {
    int n = both + success + safe + neither;
    double[] rewards = new double[n];
    double[] safety = new double[n];
    for (int i = 0; i < n; i++) {
      rewards[i] = i < both + success ? 1 : 0;
      safety[i] = i < both || (i >= both + success && i < both + success + safe) ? 1 : 0;
    }
    return new PromptSample(id, rewards, safety, 1);
  }

  private static DriftPrediction predict(List<PromptSample> samples) {
    return DriftPrediction.of(samples, 1, List.of(0.1, 0.5, 2.0), 0.95, 7);
  }

  /** The page as one line, which fits a terminal of 80 columns. */
  private static String text(DriftPrediction prediction) {
    String page = PredictionPage.text(prediction);
    assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    return page.replaceAll("\\s+", " ");
  }

  private static List<PromptSample> harmful() {
    List<PromptSample> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      // Success .5; safe .25 of successes, .75 of failures.
      samples.add(sample("p" + i, 2, 6, 6, 2));
    }
    return samples;
  }

  @Test
  void aRewardOfTwoValuesMovesSafetyByTheGainTimesTheDifferenceOfTheClasses() {
    DriftPrediction prediction = predict(harmful());
    assertThat(prediction.success()).isEqualTo(0.5);
    assertThat(prediction.safety()).isEqualTo(0.5);
    assertThat(prediction.undecided()).isEqualTo(10);
    for (CoefficientPrediction one : prediction.coefficients()) {
      double wanted = BinaryReward.drift(0.5, one.coefficient(), 0.25, 0.75);
      assertThat(one.drift()).isCloseTo(wanted, within(1e-12));
      assertThat(one.tells()).isTrue();
      assertThat(one.low()).as("all prompts are alike").isCloseTo(wanted, within(1e-12));
      assertThat(one.drop()).isGreaterThanOrEqualTo(-one.drift());
    }
    // Of 16, 8 of either: Σ (g − ½)(s − ½) = (2 − 6 − 6 + 2)/4 = −2.
    assertThat(prediction.covariance()).isCloseTo(-2.0 / 15, within(1e-12));
    assertThat(text(prediction)).contains("training would lower safety");
  }

  @Test
  void poolingWouldSeeWhatIsNotThere() {
    // One prompt always succeeds and is safe, the other never: pooled covariance .25, drift 0.
    DriftPrediction prediction =
        predict(List.of(sample("x", 16, 0, 0, 0), sample("y", 0, 0, 0, 16)));
    assertThat(prediction.covariance()).isZero();
    assertThat(prediction.coefficients())
        .allSatisfy(one -> assertThat(one.drift()).isCloseTo(0, within(1e-15)));
    assertThat(text(prediction)).contains("not told from 0");
  }

  @Test
  void fewSuccessesAreNoEvidence() {
    List<PromptSample> samples = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      samples.add(sample("p" + i, i == 0 ? 1 : 0, 0, 10, 5));
    }
    DriftPrediction prediction = predict(samples);
    assertThat(prediction.coefficients()).noneMatch(CoefficientPrediction::tells);
    assertThat(text(prediction)).contains("the data cannot tell");
    assertThat(PredictionPage.chart(prediction).svg()).contains("KL coefficient");
  }

  @Test
  void aSmallCoefficientUsesTheSuccessesAlone() {
    DriftPrediction prediction = DriftPrediction.of(harmful(), 1, List.of(0.001), 0.95, 7);
    CoefficientPrediction tiny = prediction.coefficients().getFirst();
    assertThat(tiny.ess()).as("the successes alone").isCloseTo(80, within(1e-9));
    assertThat(tiny.drift()).isCloseTo(-0.25, within(1e-9));
    assertThat(tiny.drop()).isGreaterThanOrEqualTo(0.25);
  }

  @Test
  void oneUsablePromptIsNotEnough() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> predict(List.of(sample("x", 1, 1, 1, 1), sample("y", 1, 0, 0, 0))))
        .withMessageContaining("only 1 of 2 prompts");
  }
}
