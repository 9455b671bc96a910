package dev.belay.safety.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.drift.DecompositionMean;
import dev.belay.core.drift.DriftEstimate;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MeasuredDriftTest {

  /** Completions by success and safety: both, success alone, safety alone, neither. */
  private static PromptSample sample(String id, int both, int success, int safe, int neither) {
    int n = both + success + safe + neither;
    double[] rewards = new double[n];
    double[] safety = new double[n];
    for (int i = 0; i < n; i++) {
      rewards[i] = i < both + success ? 1 : 0;
      safety[i] = i < both || (i >= both + success && i < both + success + safe) ? 1 : 0;
    }
    return new PromptSample(id, rewards, safety, 0);
  }

  private static List<PromptSample> prompts(int both, int success, int safe, int neither) {
    List<PromptSample> samples = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      samples.add(sample("p" + i, both, success, safe, neither));
    }
    return samples;
  }

  private static DriftPrediction prediction(List<PromptSample> base) {
    return DriftPrediction.of(base, 1, List.of(0.1, 0.5), 0.95, 7);
  }

  /** The page as one line. */
  private static String text(DriftPrediction prediction) {
    String page = PredictionPage.text(prediction);
    assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    return page.replaceAll("\\s+", " ");
  }

  @Test
  void moreSuccessWithTheClassesUnchangedIsSelection() {
    // Success .5 to .75; safe .25 of successes and .75 of failures before and after.
    List<PromptSample> base = prompts(2, 6, 6, 2);
    MeasuredDrift measured = MeasuredDrift.of("abc", base, prompts(3, 9, 3, 1), 0.95);
    DecompositionMean parts = Objects.requireNonNull(measured.parts());
    assertThat(parts.selection().value()).isCloseTo(0.25 * -0.5, within(1e-12));
    assertThat(parts.within().value()).isCloseTo(0, within(1e-12));
    assertThat(measured.success()).isEqualTo(0.75);
    assertThat(text(prediction(base).with(measured)))
        .contains("selection, explained", "\u221212.5", "The unexplained part is not told from 0.");
  }

  @Test
  void aChangeWithinTheClassesIsUnexplained() {
    // The same success; no success is safe any more, and half of the failures.
    List<PromptSample> base = prompts(2, 6, 6, 2);
    MeasuredDrift measured = MeasuredDrift.of("abc", base, prompts(0, 8, 4, 4), 0.95);
    DecompositionMean parts = Objects.requireNonNull(measured.parts());
    assertThat(parts.selection().value()).isZero();
    assertThat(parts.within().value()).isCloseTo(0.5 * -0.25 + 0.5 * -0.25, within(1e-12));
    assertThat(text(prediction(base).with(measured)))
        .contains("The unexplained part is told from 0");
  }

  @Test
  void gradedRewardsAndEmptyClassesAreSaidNotGuessed() {
    PromptSample graded =
        new PromptSample("p0", new double[] {0, 0.5, 1}, new double[] {1, 1, 0}, 0);
    MeasuredDrift three = MeasuredDrift.of("abc", List.of(graded), List.of(graded), 0.95);
    assertThat(three.parts()).isNull();
    assertThat(three.why()).isEqualTo("the reward has more than two values");
    List<PromptSample> base = prompts(0, 0, 4, 4);
    MeasuredDrift none = MeasuredDrift.of("abc", base, prompts(2, 2, 2, 2), 0.95);
    assertThat(none.why()).startsWith("fewer than two prompts");
    assertThat(text(prediction(base).with(none))).contains("is not decomposed");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () ->
                MeasuredDrift.of(
                    "abc",
                    base,
                    List.of(new PromptSample("p0", new double[0], new double[0], 4)),
                    0.95))
        .withMessageContaining("none of the trained model's completions");
  }

  @Test
  void thePredictionHasItsErrorAndTheWorstPrompt() {
    List<PromptSample> base = prompts(2, 6, 6, 2);
    CoefficientPrediction one = prediction(base).coefficients().getLast();
    // Six equal prompts: the error of one over √6.
    double each =
        DriftEstimate.of(base.getFirst().rewards(), base.getFirst().safety(), 0.5).seDelta();
    assertThat(one.seOfThesePrompts()).isCloseTo(each / Math.sqrt(6), within(1e-12));
    assertThat(Objects.requireNonNull(one.worstPrompt())).isLessThan(one.drift());
    PromptSample graded =
        new PromptSample("p", new double[] {0, 0.5, 1, 1}, new double[] {1, 1, 0, 0}, 0);
    DriftPrediction of = prediction(List.of(graded, graded));
    assertThat(of.levels()).isEqualTo(3);
    assertThat(of.coefficients().getFirst().worstPrompt()).isNull();
    assertThat(text(of)).contains("with more than two rewards the sign can turn");
  }
}
