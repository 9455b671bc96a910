package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusteredMeanTest {

  @Test
  void handWorkedTwoPrompts() {
    ClusteredMean mean = ClusteredMean.of(List.of(new double[] {0, 1}, new double[] {1, 1, 1, 1}));
    // Prompt means 0.5 and 1: mean 0.75, sd 0.35355, error 0.25; pooled 5/6.
    assertThat(mean.promptMean()).isEqualTo(0.75);
    assertThat(mean.promptStandardError()).isCloseTo(0.25, within(1e-15));
    assertThat(mean.pooledMean()).isCloseTo(5.0 / 6, within(1e-15));
    assertThat(mean.worstPrompt()).isEqualTo(0.5);
    assertThat(mean.prompts()).isEqualTo(2);
    assertThat(mean.completions()).isEqualTo(6);
    assertThat(mean.promptInterval(0.95).high()).isCloseTo(0.75 + 1.96 * 0.25, within(1e-4));
  }

  @Test
  void identicalCompletionsCountOnce() {
    ClusteredMean one =
        ClusteredMean.of(List.of(new double[] {0}, new double[] {1}, new double[] {1}));
    ClusteredMean many =
        ClusteredMean.of(
            List.of(new double[] {0, 0, 0}, new double[] {1, 1, 1}, new double[] {1, 1, 1}));
    assertThat(many.promptStandardError()).isCloseTo(one.promptStandardError(), within(1e-15));
    assertThat(many.pooledStandardError()).isCloseTo(one.pooledStandardError(), within(1e-15));
  }

  @Test
  void oneClusterHasNoError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredMean.of(List.of(new double[] {1, 0})))
        .withMessageContaining("two prompts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredMean.of(List.of(new double[] {1}, new double[] {})));
  }
}
